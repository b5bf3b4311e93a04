/** Pixels of stored crops. */
import type { FfmpegTools } from '../media/ffmpeg.ts';
import { decodeStills } from '../media/decode-stills.ts';
import { CROP_PX } from './extract-faces.ts';
import type { FaceStore, StoredFace } from './face-store.ts';

const format = { decoder: 'mjpeg', width: CROP_PX, height: CROP_PX, border: 0 };

export function decodeCrops(
  faces: readonly StoredFace[],
  store: FaceStore,
  tools: FfmpegTools,
  signal: AbortSignal,
): Promise<Uint8Array[]> {
  return decodeStills(
    faces.map(({ id }) => store.crop(id)!),
    format,
    tools,
    signal,
  );
}
