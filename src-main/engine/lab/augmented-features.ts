/** Features of augmented copies of the faces, each embedded once and kept like those of the faces themselves. */
import type { SoftmaxParameters } from '../../shared/lab.ts';
import type { FaceTools } from '../pipeline/analysis-tools.ts';
import type { Embedder } from '../embedding/embedder.ts';
import { createRandom } from '../support/random.ts';
import { augment } from './augment.ts';
import { decodeCrops } from './decode-crops.ts';
import type { AugmentedFeatures } from './experiments/softmax.ts';
import { CROP_PX } from './extract-faces.ts';
import type { FaceStore, StoredFace } from './face-store.ts';
import type { LabFace } from './run-plans.ts';
import { sha256Of } from '../support/sha256.ts';

interface AugmentationSource {
  embedder: Embedder;
  store: FaceStore;
  tools: FaceTools;
  signal: AbortSignal;
}

/** Crops in memory together, with their copies: 25 MB of pixels. */
const BATCH = 64;

export async function augmentedFeatures(
  faces: readonly LabFace[],
  { augmentation, seed }: Pick<SoftmaxParameters, 'augmentation' | 'seed'>,
  { embedder, store, tools, signal }: AugmentationSource,
): Promise<AugmentedFeatures> {
  const features = new Map<number, Float32Array[]>();
  const copies = Array.from({ length: augmentation.copies }, (_, copy) => copy);
  for (let start = 0; start < faces.length; start += BATCH) {
    signal.throwIfAborted();
    const batch = faces.slice(start, start + BATCH).map(({ faceId }) => store.face(faceId)!);
    for (const copy of copies) {
      const keys = batch.map((face) => keyOf(face, augmentation, seed, copy));
      const known = keys.map((key) => store.embedding(key, embedder.sha256));
      const missing = [...batch.keys()].filter((index) => known[index] === null);
      const made = await embedCopies(
        missing.map((index) => batch[index]!),
        keys,
        missing,
      );
      for (const [place, index] of missing.entries()) known[index] = made[place]!;
      for (const [index, { id }] of batch.entries()) {
        features.set(id, [...(features.get(id) ?? []), known[index]!]);
      }
    }
  }
  return features;

  async function embedCopies(
    some: readonly StoredFace[],
    keys: readonly string[],
    places: readonly number[],
  ) {
    if (some.length === 0) return [];
    const crops = await decodeCrops(some, store, tools.ffmpeg, signal);
    const inFrames = some.map(({ landmarks }, index) => {
      const random = createRandom(Number.parseInt(keys[places[index]!]!.slice(0, 8), 16));
      const rgb = augment(crops[index]!, CROP_PX, augmentation, random);
      // The landmarks stay where they were, so that the net sees the face turned and moved, as the crop was.
      return { frame: { width: CROP_PX, height: CROP_PX, frameIndex: 0, pts: 0, ptsMs: 0, rgb }, landmarks };
    });
    const vectors = await embedder.embed(inFrames, signal);
    store.addEmbeddings(
      embedder.sha256,
      vectors.map((vector, index) => ({
        cropSha256: keys[places[index]!]!,
        sourceSha256: some[index]!.cropSha256,
        vector,
      })),
    );
    return vectors;
  }
}

/** Stands for the copy as a crop's hash stands for the crop; the copy's chance follows from it. */
function keyOf(
  { cropSha256 }: StoredFace,
  { copies: _, ...ranges }: SoftmaxParameters['augmentation'],
  seed: number,
  copy: number,
): string {
  return sha256Of(JSON.stringify([cropSha256, ranges, seed, copy]));
}
