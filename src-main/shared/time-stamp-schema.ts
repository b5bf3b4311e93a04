import { z } from 'zod';
import type { StoredTimeStamp } from './time-stamp.ts';

const base64 = z.base64().max(2_000_000);

export const storedTimeStamp = z.strictObject({
  entries: z.number().int().positive(),
  head: z.string().regex(/^[0-9a-f]{64}$/),
  at: z.string().max(100),
  response: base64,
  authorities: z.array(base64).max(1000),
}) satisfies z.ZodType<StoredTimeStamp>;
