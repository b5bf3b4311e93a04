/** Records of the notebook by the video that they are about; those on the case as a whole are left out. */
import type { AnyRecord } from '../../src-main/shared/notebook.ts';

export function recordsByVideo(records: readonly AnyRecord[]): ReadonlyMap<number, readonly AnyRecord[]> {
  const byVideo = new Map<number, AnyRecord[]>();
  for (const record of records) {
    if (record.evidenceId === null) continue;
    const known = byVideo.get(record.evidenceId);
    if (known) known.push(record);
    else byVideo.set(record.evidenceId, [record]);
  }
  return byVideo;
}
