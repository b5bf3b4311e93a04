/** The form of measured error rates, as they stand in the audit log and in JSON reports. */
import { z } from 'zod';
import { degradationNames } from './degradation-names.ts';
import { providerNames } from './domain.ts';
import type { MeasuredRates } from './measured-rates.ts';
import { conditionRow, estimate } from './model-card.ts';
import { versionWord } from './version-schema.ts';

const count = z.number().int().nonnegative();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const share = z.number().min(0).max(1);
const amount = z.number().nullable();

export const measuredRatesSchema = z.strictObject({
  findingId: z.number().int().positive(),
  // A codec is one word, as it stands in our sentences.
  facts: z.strictObject({
    codec: z.string().regex(/^[\w-]{1,40}$/),
    shortSide: z.number(),
    bitsPerPixel: amount,
    facePx: amount,
  }),
  condition: z.enum(degradationNames).nullable(),
  set: z.strictObject({
    ...{ name: z.string().max(1000), sha256, clipsSha256: sha256, listed: count, real: count, fake: count },
    groups: z.strictObject({ real: count, fake: count }),
    ...{ unnamed: count, unscored: count, known: count, repeated: count },
  }),
  facePx: z.strictObject({ low: z.number(), high: z.number() }).nullable(),
  given: z.array(z.enum(['likely-real', 'likely-fake'])),
  answers: conditionRow.shape.answers.unwrap(),
  auc: estimate
    .refine(({ value, low, high }) => low >= 0 && low <= value && value <= high && high <= 1)
    .nullable(),
  roc: z.array(z.tuple([share, share])).max(100_000),
  by: z.strictObject({ classifier: sha256, provider: z.enum(providerNames), exhibit: versionWord }),
}) satisfies z.ZodType<MeasuredRates>;
