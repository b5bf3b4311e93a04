/**
 * A data set whose faces and vectors are in the lab's store already, so that experiments run on it without a clip: a
 * person has a direction of its own, and a fake leans a little towards another one that all fakes share.
 */
import type { FaceTools } from '../../src-main/engine/pipeline/analysis-tools.ts';
import { usableItems } from '../../src-main/engine/lab/dataset-items.ts';
import { faceStore, type FaceStore } from '../../src-main/engine/lab/face-store.ts';
import type { LabDatabase } from '../../src-main/engine/lab/lab-database.ts';
import type { ExperimentMaterial } from '../../src-main/engine/lab/perform-run.ts';
import { splitStore } from '../../src-main/engine/lab/split-store.ts';
import { createRandom } from '../../src-main/engine/support/random.ts';
import type { StoredSplitKind } from '../../src-main/shared/lab.ts';
import { labWith } from './lab.ts';

export const LENGTH = 16;
const FACES = 4;
/** How far a fake's vector lies from its person's, in lengths of a person's own spread. */
const TRACE = 3;

export const clips = Array.from({ length: 24 }, (_, index) => ({
  path: `/clips/${index}.mp4`,
  label: index % 2 === 0 ? ('real' as const) : ('fake' as const),
  identity: `person ${Math.floor(index / 2)}`,
}));

export function labWithFaces(file: string): LabDatabase {
  const lab = labWith(file, clips);
  fill(faceStore(lab), 'spread 4', 1);
  // The same clips after compression took most of the trace away.
  fill(faceStore(lab), 'spread 4, jpeg-30', 0.1);
  return lab;
}

function fill(store: FaceStore, view: string, trace: number): void {
  const random = createRandom(7);
  const direction = () => unit(Float32Array.from({ length: LENGTH }, () => random.next() - 0.5));
  const forgery = direction();
  const people = new Map<string, Float32Array>();
  for (const [index, { label, identity }] of clips.entries()) {
    const person = people.get(identity) ?? direction();
    people.set(identity, person);
    const faces = Array.from({ length: FACES }, (_, frameIndex) => ({
      ...{ frameIndex, ptsMs: frameIndex * 40, sizePx: 60 + 10 * (index % 8), sharpness: null },
      vectors: new Map<string, Float32Array>(),
      crop: Buffer.from(`${view} ${index} ${frameIndex}`),
      landmarks: [0, 1, 2, 3, 4].map((at) => ({ x: at, y: at })) as never,
    }));
    store.add(index + 1, view, faces);
    const stored = store.faces(1, view).filter(({ itemId }) => itemId === index + 1);
    const own = stored.map(({ cropSha256 }) => {
      const lean = label === 'fake' ? 0.2 * TRACE * trace : 0;
      const noise = direction();
      const vector = unit(person.map((value, k) => value + 0.2 * noise[k]! + lean * forgery[k]!));
      return { cropSha256, sourceSha256: cropSha256, vector };
    });
    store.addEmbeddings(embedder.sha256, own);
  }
}

function unit(vector: Float32Array): Float32Array {
  const norm = Math.hypot(...vector);
  return vector.map((value) => value / norm);
}

export const networks = { embedderSha256: 'a'.repeat(64), identitySha256: 'a'.repeat(64) };

const limits = { same: 0, other: 4 };
export const embedder = { name: 'synthetic', sha256: 'a'.repeat(64), identity: limits };

export function materialOf(
  lab: LabDatabase,
  kind: StoredSplitKind = 'by-identity',
): ExperimentMaterial & { splitId: number } {
  const splits = splitStore(lab);
  const split = splits.create({ datasetId: 1, kind, seed: 1, folds: 3 });
  return {
    ...{
      split,
      trainedOn: null,
      store: faceStore(lab),
      items: usableItems(lab, 1),
      splitId: split.id,
    },
    // Everything is in the store: no clip is looked at, and nothing embedded.
    tools: { embedder, identity: embedder } as unknown as FaceTools,
    openEmbedder: () => Promise.reject(new Error('every face has its vector already')),
    places: new Map(splits.places(split.id).map(({ itemId, ...place }) => [itemId, place])),
  };
}
