/** Shows what a detector of blends is trained on: a real face, its self-blend and the mask in each row. */
import { writeFile } from 'node:fs/promises';
import { EngineError } from '../../shared/errors.ts';
import { encodePng } from '../media/encode-pictures.ts';
import type { FfmpegTools } from '../media/ffmpeg.ts';
import { createRandom } from '../support/random.ts';
import { contactSheet, greyPicture } from './contact-sheet.ts';
import { decodeCrops } from './decode-crops.ts';
import { CROP_PX } from './extract-faces.ts';
import type { FaceStore, StoredFace } from './face-store.ts';
import { selfBlend } from './self-blend/self-blend.ts';

export interface SheetWish {
  out: string;
  /** Rows; fewer where the set has fewer real faces. */
  count: number;
  seed: number;
}

/** @returns how many faces the sheet shows @throws EngineError train/too-little-data when there is none to show */
export async function writeBlendSheet(
  dataset: string,
  faces: readonly StoredFace[],
  { out, count, seed }: SheetWish,
  { store, tools, signal }: { store: FaceStore; tools: FfmpegTools; signal: AbortSignal },
): Promise<number> {
  if (faces.length === 0) {
    throw new EngineError(
      'train/too-little-data',
      `No real clip of ${dataset} shows a usable face. Add clips with larger or sharper faces.`,
    );
  }
  const random = createRandom(seed);
  const chosen = random.shuffled(faces).slice(0, count);
  const crops = await decodeCrops(chosen, store, tools, signal);
  const rows = crops.map((rgb, index) => {
    const picture = { rgb, width: CROP_PX, height: CROP_PX };
    const blend = selfBlend(picture, chosen[index]!.landmarks, random);
    return [rgb, blend.rgb, greyPicture(blend.mask)];
  });
  await writeFile(out, await encodePng(contactSheet(rows, CROP_PX), tools, signal));
  return chosen.length;
}
