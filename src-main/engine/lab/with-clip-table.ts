/** A table of labelled clips as a data set in a temporary lab, which is gone when the work on it is done. */
import { dirname, join, resolve } from 'node:path';
import type { FaceTools } from '../pipeline/analysis-tools.ts';
import type { PathWithReason } from '../media/find-media.ts';
import { withTemporaryFolder } from '../support/temporary-folder.ts';
import type { WorkRun } from '../support/work-run.ts';
import type { ManifestClip } from '../training/clip-table.ts';
import { datasetStore } from './dataset-store.ts';
import type { FailedItem } from './face-store.ts';
import { openLabDatabase, type LabDatabase } from './lab-database.ts';
import { clipsToItems } from './layouts/manifest.ts';
import { lookAtClips } from './look-at-clips.ts';

export interface ClipTable {
  /** The table's file. */
  manifest: string;
  clips: readonly ManifestClip[];
  /** What the data is called in tables. */
  dataName: string;
}

/** @param work gets the clips that could not be read */
export async function withClipTable<T>(
  { manifest, clips, dataName }: ClipTable,
  { ffmpeg }: Pick<FaceTools, 'ffmpeg'>,
  run: WorkRun,
  work: (db: LabDatabase, datasetId: number, unread: FailedItem[]) => Promise<T>,
): Promise<T> {
  return withTemporaryFolder(async (folder) => {
    const db = openLabDatabase(join(folder, 'lab.sqlite'));
    try {
      const { items, refused } = await clipsToItems(clips);
      // What the table lists is taken, repeats among it, as it says.
      const looked = await lookAtClips(items, ffmpeg, run);
      const unread = [...refused, ...looked.refused];
      const { summary } = datasetStore(db).add({
        ...{ name: dataName, folder: dirname(resolve(manifest)), layout: 'manifest' },
        ...{ clips: looked.clips, refused: unread, duplicates: new Map() },
      });
      return await work(db, summary.id, unread.map(unreadable));
    } finally {
      db.close();
    }
  });
}

const unreadable = ({ path, reason }: PathWithReason): FailedItem => ({
  path,
  error: { code: 'media/unreadable', message: reason },
});
