import { z } from 'zod';
import type { StoredTimeStamp } from './time-stamp.ts';

/** Certificates that one time stamp is stored with; the lists of browsers have half as many. */
export const MAX_AUTHORITIES = 300;

const base64 = z.base64().max(2_000_000);

export const storedTimeStamp = z.strictObject({
  entries: z.number().int().positive(),
  head: z.string().regex(/^[0-9a-f]{64}$/),
  at: z.string().max(100),
  response: base64,
  authorities: z.array(base64).max(MAX_AUTHORITIES),
}) satisfies z.ZodType<StoredTimeStamp>;
