import { z } from 'zod';
import type { StoredTimeStamp } from './time-stamp.ts';

/** Certificates that one time stamp is checked by; the lists of browsers have half as many. */
export const MAX_AUTHORITIES = 300;
/** Of one case: each takes time to check, and everybody who opens the case waits for all. */
export const MAX_TIME_STAMPS = 200;
/** DER, in characters of base64. Answers of authorities have some 6 kB, certificates 2 kB. */
const MAX_RESPONSE = 100_000;
const MAX_CERTIFICATE = 22_000;

export const storedTimeStamp = z.strictObject({
  entries: z.number().int().positive(),
  head: z.string().regex(/^[0-9a-f]{64}$/),
  at: z.string().max(100),
  response: z.base64().max(MAX_RESPONSE),
  authorities: z.array(z.base64().max(MAX_CERTIFICATE)).max(MAX_AUTHORITIES),
}) satisfies z.ZodType<StoredTimeStamp>;
