/** `exhibit dataset blends`: a look at what a detector would be trained on, genuine face, self-blend and mask a row. */
import { writeFile } from 'node:fs/promises';
import { contactSheet, greyPicture } from '../engine/lab/contact-sheet.ts';
import { decodeCrops } from '../engine/lab/decode-crops.ts';
import { CROP_PX } from '../engine/lab/extract-faces.ts';
import type { FailedItem } from '../engine/lab/face-store.ts';
import type { LabDatabase } from '../engine/lab/lab-database.ts';
import { selfBlend } from '../engine/lab/self-blend/self-blend.ts';
import { encodePng } from '../engine/media/encode-pictures.ts';
import { createRandom } from '../engine/support/random.ts';
import { requireWritable } from '../engine/reports/write-whole.ts';
import { EngineError } from '../shared/errors.ts';
import type { CliInput } from './command.ts';
import { openFaces } from './dataset-faces.ts';

export interface SheetWish {
  out: string;
  /** Rows; fewer where the set has fewer genuine faces. */
  count: number;
  seed: number;
}

/** @returns how many faces the sheet shows, and the genuine clips that show none */
export async function writeBlendSheet(
  db: LabDatabase,
  dataset: string,
  { out, count, seed }: SheetWish,
  input: CliInput,
): Promise<{ shown: number; failed: FailedItem[] }> {
  await requireWritable(out);
  const { faces, failed, store, ffmpeg } = await openFaces(db, dataset, { frames: 1, label: 'real' }, input);
  if (faces.length === 0) {
    throw new EngineError('train/too-little-data', `no genuine clip of ${dataset} shows a usable face`);
  }
  const random = createRandom(seed);
  const chosen = random.shuffled(faces).slice(0, count);
  const crops = await decodeCrops(chosen, store, ffmpeg, input.signal);
  const rows = crops.map((rgb, index) => {
    const picture = { rgb, width: CROP_PX, height: CROP_PX };
    const blend = selfBlend(picture, chosen[index]!.landmarks, random);
    return [rgb, blend.rgb, greyPicture(blend.mask)];
  });
  await writeFile(out, await encodePng(contactSheet(rows, CROP_PX), ffmpeg, input.signal));
  return { shown: chosen.length, failed };
}
