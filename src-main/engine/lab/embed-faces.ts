/** Stored crops to vectors of one network; what it has embedded already is not embedded again. */
import type { Embedder } from '../embedding/embedder.ts';
import type { FfmpegTools } from '../media/ffmpeg.ts';
import { decodeStills } from '../media/decode-stills.ts';
import { CROP_PX, type ExtractionRun } from './extract-faces.ts';
import type { FaceStore, StoredFace } from './face-store.ts';

/** Crops decoded by one process: 25 MB of pixels. */
const BATCH = 128;
const format = { decoder: 'mjpeg', width: CROP_PX, height: CROP_PX, border: 0 };

export async function embedFaces(
  datasetId: number,
  view: string,
  embedder: Embedder,
  store: FaceStore,
  tools: FfmpegTools,
  { signal, onProgress }: ExtractionRun,
): Promise<void> {
  const waiting = store.withoutEmbedding(datasetId, view, embedder.sha256);
  for (let start = 0; start < waiting.length; start += BATCH) {
    onProgress({ stage: 'embed', done: start, total: waiting.length });
    const faces = waiting.slice(start, start + BATCH);
    const vectors = await embedCrops(faces, embedder, store, tools, signal);
    store.addEmbeddings(
      embedder.sha256,
      faces.map(({ cropSha256 }, index) => ({
        cropSha256,
        sourceSha256: cropSha256,
        vector: vectors[index]!,
      })),
    );
  }
  onProgress({ stage: 'embed', done: waiting.length, total: waiting.length });
}

/** Pixels of stored crops. */
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

async function embedCrops(
  faces: readonly StoredFace[],
  embedder: Embedder,
  store: FaceStore,
  tools: FfmpegTools,
  signal: AbortSignal,
): Promise<Float32Array[]> {
  const pixels = await decodeCrops(faces, store, tools, signal);
  const size = { width: CROP_PX, height: CROP_PX };
  const inFrames = faces.map(({ landmarks, ptsMs, frameIndex }, index) => ({
    frame: { ...size, frameIndex, pts: 0, ptsMs, rgb: pixels[index]! },
    landmarks,
  }));
  return embedder.embed(inFrames, signal);
}
