/** A data set to labelled vectors: faces extracted, embedded and compared, each only if that was not done before. */
import type { DatasetItem, ExperimentParameters, SplitSummary } from '../../shared/lab.ts';
import type { FaceTools } from '../pipeline/analysis-tools.ts';
import type { Embedder } from '../embedding/embedder.ts';
import { isTrainedOn, knownToEmbedder, type TrainedOn } from '../embedding/trained-on.ts';
import { independentGroups } from '../evaluation/splits.ts';
import { joinAlike } from '../training/join-alike.ts';
import type { DegradationName } from '../../shared/degradation-names.ts';
import { embedFaces } from './embed-faces.ts';
import { extractFaces, type ExtractionRun } from './extract-faces.ts';
import type { FaceStore, FailedItem } from './face-store.ts';
import { viewName } from './face-view.ts';
import type { LabFace } from './run-plans.ts';

/** Where each clip stands in the chosen split. */
export type SplitPlaces = ReadonlyMap<number, { fold: number; group: number }>;

export interface FaceSource {
  items: readonly DatasetItem[];
  split: Pick<SplitSummary, 'kind'>;
  places: SplitPlaces;
  store: FaceStore;
  tools: FaceTools;
  embedder: Embedder;
  /** Tells people apart. */
  identity: Embedder;
  /** Whom the embedder was trained on; null where nobody said. */
  trainedOn: TrainedOn | null;
}

export interface GatheredFaces {
  faces: LabFace[];
  leftOut: FailedItem[];
  /** Of those left out: clips of people or recordings that the embedder was trained on. */
  known: number;
}

/** @param degradation null for the clips as they are */
export async function gatherFaces(
  { items: all, split, places, store, tools, embedder, identity, trainedOn }: FaceSource,
  { datasetId, sampling }: Pick<ExperimentParameters, 'datasetId' | 'sampling'>,
  degradation: DegradationName | null,
  run: ExtractionRun,
): Promise<GatheredFaces> {
  const view = { sampling, degradation };
  const name = viewName(view);
  const isKnown = (item: DatasetItem) => trainedOn !== null && isTrainedOn(item, trainedOn);
  const known = new Set(all.filter(isKnown).map(({ path }) => path));
  const items = all.filter(({ path }) => !known.has(path));
  await extractFaces(items, view, store, tools, run);
  for (const each of new Set([embedder, identity])) {
    await embedFaces(datasetId, name, each, store, tools.ffmpeg, run);
  }
  const embeddings = store.embeddings(datasetId, name, embedder.sha256);
  const likenesses = store.embeddings(datasetId, name, identity.sha256);
  const itemOf = new Map(items.map((item) => [item.id, item]));
  const faces = store.faces(datasetId, name).flatMap(({ id, itemId, cropSha256, sizePx, frameIndex }) => {
    const item = itemOf.get(itemId);
    const place = places.get(itemId);
    if (!item || !place) return [];
    const { label, path: video, identity: person, donors, source, method } = item;
    return {
      ...{ faceId: id, itemId, sizePx, frameIndex, ...place },
      ...{ label, video, identity: person, donors, source, method },
      embedding: embeddings.get(cropSha256)!,
      likeness: likenesses.get(cropSha256)!,
    };
  });
  const joined = await joinAlike(faces, tools.identity.identity.same, run.signal);
  // What the split keeps apart counts as independent; where that is people, those who look alike are not.
  const groups = split.kind === 'by-identity' ? independentGroups(joined) : joined.map(({ group }) => group);
  return {
    faces: joined.map((face, index) => ({ ...face, group: groups[index]! })),
    leftOut: [
      ...[...known].map((path) => ({ path, error: knownToEmbedder })),
      ...store.failures(datasetId, name).filter(({ path }) => !known.has(path)),
    ],
    known: known.size,
  };
}
