import { z } from 'zod';
import { signerRoles, type SignOff, type SignOffStatement } from './sign-off.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const statement = z.strictObject({
  format: z.literal(1),
  role: z.enum(signerRoles),
  name: z.string().min(1).max(1000),
  at: z.iso.datetime(),
  entries: z.number().int().positive(),
  head: sha256,
  document: z.strictObject({ path: z.string(), sha256 }).nullable(),
}) satisfies z.ZodType<SignOffStatement>;

export const signOffSchema = z.strictObject({
  statement,
  publicKey: z.base64().max(200),
  signature: z.base64().max(200),
}) satisfies z.ZodType<SignOff>;
