/** The faces of a data set for a command: of frames spread over each clip, found first where that was not done. */
import { datasetStore } from '../engine/lab/dataset-store.ts';
import { usableItems } from '../engine/lab/dataset-items.ts';
import type { DatasetFace } from '../engine/lab/export-faces.ts';
import { extractFaces } from '../engine/lab/extract-faces.ts';
import { faceStore, type FaceStore, type FailedItem } from '../engine/lab/face-store.ts';
import { viewName, type FaceView } from '../engine/lab/face-view.ts';
import type { LabDatabase } from '../engine/lab/lab-database.ts';
import type { FfmpegTools } from '../engine/media/ffmpeg.ts';
import { createToolbox } from '../engine/toolbox.ts';
import type { Label } from '../shared/domain.ts';
import type { CliInput } from './command.ts';
import { progressNotes } from './progress-notes.ts';

export interface DatasetFaces {
  /** By clip; clips that repeat another one have none. */
  faces: DatasetFace[];
  /** Clips without a usable face, and why. */
  failed: FailedItem[];
  store: FaceStore;
  ffmpeg: FfmpegTools;
}

export interface FaceWish {
  /** Looked at in each clip. */
  frames: number;
  /** Only clips of this label; all when left out. */
  label?: Label;
}

/** @throws EngineError lab/not-found */
export async function openFaces(
  db: LabDatabase,
  datasetName: string,
  { frames, label }: FaceWish,
  input: CliInput,
): Promise<DatasetFaces> {
  const view: FaceView = { sampling: { kind: 'spread', count: frames }, degradation: null };
  const { id } = datasetStore(db).named(datasetName);
  const store = faceStore(db);
  const name = viewName(view);
  store.retryFailed(id, name);
  const items = usableItems(db, id).filter((item) => label === undefined || item.label === label);
  const toolbox = createToolbox({ ...input, provider: 'cpu' });
  try {
    // The networks are loaded only where a face is still to be found.
    if (items.some((item) => !store.isExtracted(item.id, name, []))) {
      const run = { signal: input.signal, onProgress: progressNotes() };
      await extractFaces(items, view, store, await toolbox.faceTools(), run);
    }
    const ofItem = new Map(items.map((item) => [item.id, item]));
    const faces = store.faces(id, name).flatMap((face) => {
      const item = ofItem.get(face.itemId);
      return item ? [{ ...face, item }] : [];
    });
    const paths = new Set(items.map(({ path }) => path));
    const failed = store.failures(id, name).filter(({ path }) => paths.has(path));
    return { faces, failed, store, ffmpeg: await toolbox.ffmpeg() };
  } finally {
    await toolbox.dispose();
  }
}
