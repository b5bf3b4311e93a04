/** A data set to labelled vectors: faces found, embedded and compared, where that was not done before. */
import type { DatasetItem, ExperimentParameters, SplitSummary } from '../../shared/lab.ts';
import type { ErrorReport } from '../../shared/errors.ts';
import type { FaceTools } from '../pipeline/analysis-tools.ts';
import { isTrainedOn, knownToEmbedder, type TrainedOn } from '../embedding/trained-on.ts';
import { independentGroups } from '../evaluation/splits.ts';
import { joinAlike } from '../training/join-alike.ts';
import type { DegradationName } from '../../shared/degradation-names.ts';
import { extractFaces } from './extract-faces.ts';
import type { FaceStore, FailedItem } from './face-store.ts';
import { viewName } from './face-view.ts';
import type { LabFace } from './run-plans.ts';
import type { WorkRun } from '../support/work-run.ts';

/** Where each clip stands in the chosen split. */
type SplitPlaces = ReadonlyMap<number, { fold: number; group: number }>;

export interface FaceSource {
  items: readonly DatasetItem[];
  split: Pick<SplitSummary, 'kind'>;
  places: SplitPlaces;
  store: FaceStore;
  /** With the embedder that the run stands on. */
  tools: FaceTools;
  /** Whom the embedder was trained on; null where nobody said. */
  trainedOn: TrainedOn | null;
}

export interface GatheredFaces {
  faces: LabFace[];
  leftOut: FailedItem[];
  /** Of those left out: clips of people or recordings that the embedder was trained on. */
  known: number;
}

/** Its faces were found for another network; this one needs the frames. */
const notSeenAgain: ErrorReport = {
  code: 'media/not-found',
  message: 'it could not be read again for this embedder; check that it was not moved',
};

/** @param degradation null for the clips as they are */
export async function gatherFaces(
  { items: all, split, places, store, tools, trainedOn }: FaceSource,
  { datasetId, sampling }: Pick<ExperimentParameters, 'datasetId' | 'sampling'>,
  degradation: DegradationName | null,
  run: WorkRun,
): Promise<GatheredFaces> {
  const view = { sampling, degradation };
  const name = viewName(view);
  const isKnown = (item: DatasetItem) => trainedOn !== null && isTrainedOn(item, trainedOn);
  const known = new Set(all.filter(isKnown).map(({ path }) => path));
  const items = all.filter(({ path }) => !known.has(path));
  await extractFaces(items, view, store, tools, run);
  const embeddings = store.embeddings(datasetId, name, tools.embedder.sha256);
  const likenesses = store.embeddings(datasetId, name, tools.identity.sha256);
  const itemOf = new Map(items.map((item) => [item.id, item]));
  const unseen = new Map<string, boolean>();
  const faces = store.faces(datasetId, name).flatMap((face) => {
    const { id, itemId, cropSha256, sizePx, sharpness, frameIndex } = face;
    const item = itemOf.get(itemId);
    const place = places.get(itemId);
    if (!item || !place) return [];
    const [embedding, likeness] = [embeddings.get(cropSha256), likenesses.get(cropSha256)];
    const isSeen = embedding !== undefined && likeness !== undefined;
    unseen.set(item.path, !isSeen && (unseen.get(item.path) ?? true));
    if (!isSeen) return [];
    const { label, path: video, identity: person, donors, source, method } = item;
    return {
      ...{ faceId: id, itemId, sizePx, frameIndex, ...place },
      ...{ label, video, identity: person, donors, source, method },
      ...{ embedding, likeness },
      ...(sharpness === null ? {} : { quality: { sizePx, sharpness } }),
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
      ...[...unseen].flatMap(([path, isUnseen]) => (isUnseen ? [{ path, error: notSeenAgain }] : [])),
    ],
    known: known.size,
  };
}
