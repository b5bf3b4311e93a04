/**
 * A folder of labelled clips to a data set of the lab: its layout is recognised, every clip looked into, what repeats
 * something marked. Nothing is written before all is known, so an import that is stopped leaves nothing.
 */
import { basename } from 'node:path';
import type { DatasetDetail } from '../../shared/lab.ts';
import { EngineError } from '../../shared/errors.ts';
import type { PathWithReason } from '../media/find-media.ts';
import type { FfmpegTools } from '../media/ffmpeg.ts';
import { datasetStore } from './dataset-store.ts';
import { findDuplicates } from './find-duplicates.ts';
import type { LabDatabase } from './lab-database.ts';
import { recogniseLayout } from './layouts/recognise-layout.ts';
import { lookAtClips, type SeenClip } from './look-at-clips.ts';
import type { WorkRun } from '../support/work-run.ts';

interface DatasetImport {
  folder: string;
  /** The folder's own name when null. */
  name: string | null;
}

/**
 * @throws EngineError lab/unknown-layout, lab/nothing-to-import, lab/name-taken, media/not-found, media/ffmpeg-missing,
 *   train/bad-manifest; the abort reason
 */
export async function importDataset(
  db: LabDatabase,
  { folder, name }: DatasetImport,
  tools: FfmpegTools,
  run: WorkRun,
): Promise<DatasetDetail> {
  const store = datasetStore(db);
  const found = await recogniseLayout(folder, run.signal);
  const named = name ?? basename(found.folder);
  store.requireFree(named);
  const looked = await lookAtClips(found.items, tools, run);
  const { duplicates, sources, contradictions } = await findDuplicates(looked.clips, run.signal);
  const refused: PathWithReason[] = [...found.refused, ...looked.refused];
  for (const [place, other] of contradictions) {
    const reason = `the same file is labelled ${looked.clips[other]!.label} at ${looked.clips[other]!.path}`;
    refused.push({ path: looked.clips[place]!.path, reason });
  }
  /** Places that are kept, so that duplicates can be counted anew. */
  const kept = [...looked.clips.keys()].filter((place) => !contradictions.has(place));
  if (kept.length === 0) throw nothing(found.folder, refused);
  const newPlace = new Map(kept.map((place, index) => [place, index]));
  const moved = [...duplicates].map(
    ([place, { of, kind }]) => [newPlace.get(place)!, { of: newPlace.get(of)!, kind }] as const,
  );
  run.signal.throwIfAborted();
  return store.add({
    ...{ name: named, folder: found.folder, layout: found.layout, refused, duplicates: new Map(moved) },
    clips: kept.map((place): SeenClip => ({ ...looked.clips[place]!, source: sources[place]! })),
  });
}

function nothing(folder: string, refused: readonly PathWithReason[]): EngineError {
  const [first] = refused;
  const why = first
    ? `${refused.length} refused, such as ${first.path}: ${first.reason}`
    : 'it holds no clips';
  return new EngineError(
    'lab/nothing-to-import',
    `Nothing in ${folder} can be imported (${why}). Check what is in it.`,
  );
}
