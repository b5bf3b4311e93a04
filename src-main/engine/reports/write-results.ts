/** What was found in the videos of a case as JSON, in the stable form that scripts read. */
import type { AddedEvidence, EvidenceDetail } from '../../shared/case.ts';
import { pathText } from '../../shared/path-text.ts';
import type { CaseFile } from '../cases/case-file.ts';
import { requireOutputPlace } from '../support/output-place.ts';
import {
  filesOfCase,
  keptFile,
  keptFiles,
  requireNoneOf,
  requireWritable,
  writeWhole,
} from './write-whole.ts';

type VideoFinding = Pick<EvidenceDetail, 'row' | 'finding'>;

/** @throws report/write-failed when the file can't be written */
export async function writeResults(
  file: CaseFile,
  videos: readonly VideoFinding[],
  { path, version, leftOut }: { path: string; version: string; leftOut: AddedEvidence['ignored'] },
): Promise<void> {
  await requireNoneOf(await keptFiles(file), path);
  const results = {
    exhibit: version,
    videos: videos.map(videoResult),
    // Files that were found and are no evidence that can be examined, each with the reason.
    leftOut: leftOut.map(({ path: left, reason }) => ({ path: pathText(left), reason })),
  };
  await writeWhole(path, [`${JSON.stringify(results, null, 2)}\n`]);
}

/** @throws report/write-failed when the file could not be written, or is one to be kept; output/kept, output/exists */
export async function requireResultsPlace(
  path: string,
  { casePath, files, overwrite }: { casePath: string; files: readonly string[]; overwrite: boolean },
): Promise<void> {
  await requireNoneOf([...(await filesOfCase(casePath)), ...files].map(keptFile), path);
  await requireOutputPlace(path, overwrite);
  await requireWritable(path);
}

/**
 * An earlier finding does not speak for a file whose last analysis failed or was interrupted, and none is told while the
 * examiner works blind.
 */
export function videoResult({ row, finding: newest }: VideoFinding) {
  const finding = row.state === 'done' && !row.blind ? newest : null;
  const tracks = finding?.tracks ?? [];
  const frames = finding?.frames ?? [];
  return {
    path: pathText(row.path),
    sha256: row.sha256,
    state: row.state,
    hidden: row.blind,
    parameters: finding?.parameters ?? null,
    analysedAt: finding?.finishedAt ?? null,
    verdict: finding?.verdict.outcome ?? null,
    score: finding?.verdict.score ?? null,
    reasons: finding?.verdict.reasons ?? [],
    // After the examiners' corrections of its tracks; null where there are none, or they change no track.
    corrected: row.corrected && { verdict: row.corrected.outcome, score: row.corrected.score },
    guests: (finding?.guests ?? []).map(({ name, sha256, verdict: { outcome, score, reasons } }) => ({
      ...{ name, sha256, verdict: outcome, score, reasons },
    })),
    faces: tracks.reduce((count, track) => count + track.faces.length, 0),
    framesUsed: frames.filter((frame) => frame.skipped === null).length,
    framesSkipped: frames.filter((frame) => frame.skipped !== null).length,
    tracks: tracks.map(({ id, startMs, endMs, verdict, faces }) => ({
      id,
      startMs,
      endMs,
      score: verdict.score,
      verdict: verdict.outcome,
      faces: faces.map(({ ptsMs, frameIndex, box, detection, score, refused }) => ({
        ptsMs,
        frameIndex,
        box,
        detection,
        score,
        refused,
      })),
    })),
    error: row.error,
  };
}
