/** The main steps: video → frames → faces → tracks → scores → verdict, with everything that made it. */
import type { AnalysisParameters, Finding, Track } from '../../shared/domain.ts';
import { EngineError } from '../../shared/errors.ts';
import type { AnalysisTools } from './analysis-tools.ts';
import type { FindingImages } from '../cases/findings.ts';
import type { ClassifierModel } from '../classifiers/classifier-model.ts';
import { fingerprint, type Fingerprint } from '../media/fingerprint.ts';
import { withQuantiser } from '../media/quantiser.ts';
import { decisionRule } from './decision-rule.ts';
import { judgeByGuest } from './judge-by-guest.ts';
import { observeVideo, type TrackedFace } from './observe-video.ts';
import { scoreFaces } from './score-faces.ts';
import { decideTrack, decideVideo, type DecisionRule } from '../verdict/decide.ts';
import type { WorkRun } from '../support/work-run.ts';

export interface Analysis {
  finding: Finding;
  images: FindingImages;
}

/**
 * @param before hash of the file as stored in the case; the file is hashed again at the end
 * @param run `isStored` where the finding is kept; of a clip of a lab nobody reads its quantiser
 * @throws EngineError media/… if the file can't be read, media/changed-during-analysis
 */
export async function analyseVideo(
  path: string,
  before: Fingerprint,
  parameters: AnalysisParameters,
  tools: AnalysisTools,
  run: WorkRun & { isStored?: boolean },
): Promise<Analysis> {
  const startedAt = new Date().toISOString();
  const seen = await observeVideo(path, parameters, tools, run);
  const rule = decisionRule(tools.classifier);
  const tracks = await scoreTracks(seen.tracks, tools.classifier, rule, run);
  const figured = run.isStored
    ? await withQuantiser(path, seen.media, seen.index, tools.ffmpeg, run.signal)
    : seen.media;
  const media = await tools.credentials(path, figured, run.signal);
  const after = await fingerprint(path, {
    signal: run.signal,
    onProgress: (done, total) => run.onProgress({ stage: 'hash', done, total }),
  });
  if (after.sha256 !== before.sha256) {
    throw new EngineError(
      'media/changed-during-analysis',
      `${path} changed during the analysis. Copy it to a place where no program writes to it, and analyse the copy.`,
    );
  }
  const video = {
    kind: seen.media.kind,
    framesUsed: seen.frames.filter((frame) => frame.skipped === null).length,
  };
  const verdict = decideVideo(tracks, video, rule);
  const finding: Finding = {
    path,
    sha256: before.sha256,
    media,
    parameters,
    provider: tools.provider,
    models: tools.references,
    versions: tools.versions,
    band: tools.classifier.band,
    frames: seen.frames,
    tracks,
    verdict: { ...verdict, reasons: [...verdict.reasons, ...seen.gaps] },
    guests: tools.guests.map((guest, place) =>
      judgeByGuest(guest, place, { seen: seen.tracks, tracks, ...video }),
    ),
    decodeWarnings: seen.decodeWarnings,
    startedAt,
    finishedAt: new Date().toISOString(),
  };
  const crops = seen.tracks.flatMap((faces) => faces.map((face) => face.image));
  return { finding, images: { crops, thumbnail: seen.thumbnail } };
}

async function scoreTracks(
  observed: readonly TrackedFace[][],
  classifier: ClassifierModel,
  rule: DecisionRule,
  { signal, onProgress }: WorkRun,
): Promise<Track[]> {
  const tracks: Track[] = [];
  for (const [index, seen] of observed.entries()) {
    signal.throwIfAborted();
    onProgress({ stage: 'score', done: index, total: observed.length });
    const faces = await scoreFaces(seen, classifier);
    tracks.push({
      id: index + 1,
      startMs: faces[0]!.ptsMs,
      endMs: faces.at(-1)!.ptsMs,
      faces,
      verdict: decideTrack(faces, rule),
    });
  }
  return tracks;
}
