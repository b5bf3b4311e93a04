/** `--json`: what was found, in the stable form that scripts read. */
import type { Engine } from '../engine/engine.ts';
import type { EvidenceDetail } from '../shared/contract.ts';

export async function resultsAsJson(engine: Engine, evidenceIds: readonly number[], exhibit: string) {
  const videos = [];
  for (const evidenceId of evidenceIds) {
    videos.push(videoResult(await engine.handlers['evidence:detail']({ evidenceId })));
  }
  return `${JSON.stringify({ exhibit, videos }, null, 2)}\n`;
}

/** An earlier finding does not speak for a file whose last analysis failed or was interrupted. */
export function videoResult({ row, finding: newest }: EvidenceDetail) {
  const finding = row.state === 'done' ? newest : null;
  const tracks = finding?.tracks ?? [];
  const frames = finding?.frames ?? [];
  return {
    path: row.path,
    sha256: row.sha256,
    state: row.state,
    parameters: finding?.parameters ?? null,
    analysedAt: finding?.finishedAt ?? null,
    verdict: finding?.verdict.outcome ?? null,
    score: finding?.verdict.score ?? null,
    reasons: finding?.verdict.reasons ?? [],
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
