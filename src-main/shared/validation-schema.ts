/** The form of a validation record, as it is kept in the settings and stands in JSON reports. */
import { z } from 'zod';
import { providerNames } from './domain.ts';
import { estimate } from './model-card.ts';
import { region } from './notebook-change.ts';
import { outcomes } from './wording.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.number().int().nonnegative();

export const softwareVersions = z.strictObject({
  ...{ exhibit: z.string(), node: z.string(), ffmpeg: z.string(), onnxRuntime: z.string() },
  decoder: z
    .strictObject({
      ...{ source: z.string(), ffprobe: z.string(), sha256 },
      check: z.strictObject({ clips: count, frames: count, expected: sha256 }),
      sandbox: z
        .discriminatedUnion('held', [
          z.strictObject({ held: z.literal(true), by: z.string() }),
          z.strictObject({ held: z.literal(false), why: z.string() }),
        ])
        .exactOptional(),
    })
    .nullable(),
});

export const validationRecord = z.strictObject({
  ...{ format: z.literal(1), at: z.iso.datetime().describe('UTC, ISO 8601') },
  ...{ versions: softwareVersions, provider: z.enum(providerNames) },
  model: z.strictObject({ name: z.string(), sha256 }),
  knownAnswers: z.array(
    z.strictObject({
      name: z.string(),
      faces: z.array(
        z.strictObject({
          box: region,
          score: z.number().min(0).max(1).nullable().describe('estimated probability of fake'),
        }),
      ),
      ...{ largestDifference: z.number().nullable(), problem: z.string().nullable() },
    }),
  ),
  clips: z
    .strictObject({
      ...{ table: z.string(), sha256, listed: count, real: count, fake: count, known: count },
      unscored: z.array(z.strictObject({ path: z.string(), reason: z.string() })),
      ...{ auc: estimate.nullable(), cardAuc: estimate },
      answers: z.record(z.enum(outcomes), z.strictObject({ real: count, fake: count })),
    })
    .nullable(),
  faults: z.array(z.string()),
});
