/** For one face, the faces that its stage was trained on and that the embedder finds most like it, real and fake. */
import { EngineError } from '../../shared/errors.ts';
import type { DatasetItem, FaceNeighbours, NeighbourFace } from '../../shared/lab.ts';
import { squaredEuclidean } from '../embedding/distance.ts';
import type { FaceStore } from './face-store.ts';

interface NeighbourQuery {
  faceId: number;
  count: number;
  datasetId: number;
  view: string;
  embedder: { name: string; sha256: string };
  items: readonly DatasetItem[];
  /** Fold of each clip. */
  places: ReadonlyMap<number, number>;
  /** Only fold 0 is ever tested; elsewhere a face is tested by the stage that was trained on all other folds. */
  official: boolean;
}

/** @throws EngineError lab/not-found when the face is not of that set, or has no vector of that embedder */
export function nearestFaces(
  { faceId, count, datasetId, view, embedder, items, places, official }: NeighbourQuery,
  store: FaceStore,
): FaceNeighbours {
  const faces = store.faces(datasetId, view);
  const vectors = store.embeddings(datasetId, view, embedder.sha256);
  const asked = faces.find(({ id }) => id === faceId);
  const own = asked && vectors.get(asked.cropSha256);
  if (!own)
    throw new EngineError(
      'lab/not-found',
      `Face ${faceId} does not belong to this run. Choose a face in one of its figures.`,
    );
  const itemOf = new Map(items.map((item) => [item.id, item]));
  const others = faces.flatMap(({ id, itemId, cropSha256 }): NeighbourFace[] => {
    const item = itemOf.get(itemId);
    const vector = vectors.get(cropSha256);
    const fold = places.get(itemId);
    const trained = official ? fold !== 0 : fold !== places.get(asked.itemId);
    if (!item || !vector || !trained || itemId === asked.itemId) return [];
    const { label, path, identity } = item;
    return [{ faceId: id, label, path, identity, distance: squaredEuclidean(own, vector) }];
  });
  const nearest = (label: NeighbourFace['label']) =>
    others
      .filter((face) => face.label === label)
      .sort((a, b) => a.distance - b.distance)
      .slice(0, count);
  return { faceId, embedder: embedder.name, real: nearest('real'), fake: nearest('fake') };
}
