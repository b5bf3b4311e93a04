/** The faces of a data set: of frames spread over each clip, found first where that was not done. */
import { datasetStore } from './dataset-store.ts';
import { usableItems } from './dataset-items.ts';
import type { DatasetFace } from './export-faces.ts';
import { extractFaces } from './extract-faces.ts';
import { faceStore, type FailedItem } from './face-store.ts';
import { viewName, type FaceView } from './face-view.ts';
import type { LabDatabase } from './lab-database.ts';
import type { LabTools } from './lab-tools.ts';
import type { WorkRun } from '../support/work-run.ts';

interface DatasetFaces {
  /** By clip; clips that repeat another one have none. */
  faces: DatasetFace[];
  /** Clips without a usable face, and why. */
  failed: FailedItem[];
}

/** @param frames looked at in each clip @throws EngineError lab/not-found */
export async function datasetFaces(
  db: LabDatabase,
  dataset: string,
  frames: number,
  tools: LabTools,
  run: WorkRun,
): Promise<DatasetFaces> {
  const view: FaceView = { sampling: { kind: 'spread', count: frames }, degradation: null };
  const { id } = datasetStore(db).named(dataset);
  const store = faceStore(db);
  const name = viewName(view);
  store.retryFailed(id, name);
  const items = usableItems(db, id);
  // The networks are loaded only where a face is still to be found.
  if (items.some((item) => !store.isExtracted(item.id, name, []))) {
    const faceTools = await tools.faceTools();
    run.signal.throwIfAborted();
    await extractFaces(items, view, store, faceTools, run);
  }
  const ofItem = new Map(items.map((item) => [item.id, item]));
  const faces = store.faces(id, name).flatMap((face) => {
    const item = ofItem.get(face.itemId);
    return item ? [{ ...face, item }] : [];
  });
  const paths = new Set(items.map(({ path }) => path));
  return { faces, failed: store.failures(id, name).filter(({ path }) => paths.has(path)) };
}
