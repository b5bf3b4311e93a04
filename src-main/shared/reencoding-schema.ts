/** The form of what a re-encoding gave, as it stands in the audit log and in JSON reports. */
import { z } from 'zod';
import { providerNames } from './domain.ts';
import { reencodingSteps, type Reencoding } from './reencoding.ts';
import { versionWord } from './version-schema.ts';
import { outcomes } from './wording.ts';

const count = z.number().int().nonnegative();
const share = z.number().min(0).max(1);
const bits = z.number().positive().nullable();
const answered = { outcome: z.enum(outcomes), score: share.nullable() };

export const reencodingSchema = z.strictObject({
  findingId: z.number().int().positive(),
  step: z.enum(reencodingSteps),
  bitsPerPixel: z.strictObject({ file: bits, copy: bits }),
  asAnalysed: z.strictObject({ ...answered, provider: z.enum(providerNames), exhibit: versionWord }),
  copy: z.strictObject({ ...answered, reason: z.string(), faces: count, framesUsed: count }),
  paired: z.strictObject({ of: count, faces: count, median: share.nullable(), largest: share.nullable() }),
  by: z.strictObject({
    classifier: z.string().regex(/^[0-9a-f]{64}$/),
    provider: z.enum(providerNames),
    exhibit: versionWord,
  }),
}) satisfies z.ZodType<Reencoding>;
