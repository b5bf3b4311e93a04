/** Reads a validation record. It is a file in the settings that anybody with this account can edit, so its form is checked. */
import { z } from 'zod';
import { providerNames } from '../../shared/domain.ts';
import type { ValidationRecord } from '../../shared/validation.ts';

const count = z.number().int().nonnegative();
const estimate = z.object({ value: z.number(), low: z.number(), high: z.number() });

/** What reports read of it. */
const form = z.looseObject({
  format: z.literal(1),
  at: z.iso.datetime(),
  versions: z.looseObject({ exhibit: z.string(), ffmpeg: z.string(), onnxRuntime: z.string() }),
  provider: z.enum(providerNames),
  model: z.object({ name: z.string(), sha256: z.string() }),
  knownAnswers: z.array(
    z.looseObject({ faces: z.array(z.unknown()), largestDifference: z.number().nullable() }),
  ),
  clips: z
    .looseObject({
      table: z.string(),
      ...{ listed: count, real: count, fake: count, known: count, unscored: z.array(z.unknown()) },
      ...{ auc: estimate.nullable(), cardAuc: estimate },
    })
    .nullable(),
  faults: z.array(z.string()),
});

/** @returns null for a text that is no record */
export function readRecord(text: string): ValidationRecord | null {
  try {
    const record: unknown = JSON.parse(text);
    return form.safeParse(record).success ? (record as ValidationRecord) : null;
  } catch {
    return null;
  }
}
