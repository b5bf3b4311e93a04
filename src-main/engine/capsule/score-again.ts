/** Scores the faces of a video again, from the frames in a capsule, and compares with the finding. */
import type { CapsuleCheck, ScoredAgain } from '../../shared/capsule.ts';
import type { StoredFace, StoredFinding } from '../../shared/case.ts';
import { EngineError } from '../../shared/errors.ts';
import { countOf } from '../../shared/wording.ts';
import { FACE_IMAGE_PX } from '../faces/face-image.ts';
import { decodeStills } from '../media/decode-stills.ts';
import type { FfmpegTools } from '../media/ffmpeg.ts';
import type { Frame } from '../media/frame.ts';
import { isSameFace } from '../people/resolve-anchor.ts';
import type { AnalysisTools } from '../pipeline/analysis-tools.ts';
import type { DescribedFace } from '../pipeline/describe-faces.ts';
import { observeFaces } from '../pipeline/observe-faces.ts';
import { scoreTolerance } from '../pipeline/same-score.ts';
import { groupedBy } from '../support/grouped.ts';
import { sha256Of } from '../support/sha256.ts';
import { frameFile, type CapsuleContents, type CapsuleFrame } from './capsule-format.ts';
import type { Capsule } from './read-capsule.ts';

/** What a finding was made with. @throws EngineError where that is not in use here */
export type ToolsOf = (finding: Pick<StoredFinding, 'models'>) => Promise<AnalysisTools>;

type CapsuleVideo = CapsuleContents['videos'][number];

/** @throws the abort reason; what is wrong with the video or its models stands in the answer */
export async function scoreAgain(
  capsule: Capsule,
  finding: StoredFinding,
  toolsOf: ToolsOf,
  signal: AbortSignal,
): Promise<ScoredAgain> {
  const scored = finding.tracks.flatMap(({ faces }) => faces.filter(({ score }) => score !== null));
  const video = capsule.contents.videos.find(({ findingId }) => findingId === finding.id);
  if (video?.sha256 !== finding.sha256) {
    return unscored(finding.path, scored, 'The capsule holds no frames of this finding.');
  }
  try {
    const tools = await toolsOf(finding);
    return await compared(finding, scored, tools, framesOf(capsule, video, tools.ffmpeg, signal), signal);
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof EngineError)) throw error;
    return unscored(finding.path, scored, error.message);
  }
}

async function compared(
  { path, parameters, provider }: StoredFinding,
  scored: readonly StoredFace[],
  tools: AnalysisTools,
  frames: AsyncIterable<Frame>,
  signal: AbortSignal,
): Promise<ScoredAgain> {
  const waiting = groupedBy(scored, ({ frameIndex }) => frameIndex);
  let [found, largest] = [0, 0];
  const wish = { ...parameters, picturePx: FACE_IMAGE_PX };
  for await (const { frame, faces } of observeFaces(frames, wish, tools.describer, signal)) {
    const now = await scoresOf(faces, tools);
    for (const face of waiting.get(frame.frameIndex) ?? []) {
      const match = now.find(({ box }) => isSameFace(box, face.box));
      if (match === undefined) continue;
      found += 1;
      largest = Math.max(largest, Math.abs(match.score - face.score!));
    }
  }
  const tolerance = scoreTolerance(provider.name, tools.provider.name);
  const counts = { faces: scored.length, compared: found };
  return {
    ...{ path, ...counts, provider: tools.provider.name, tolerance },
    largestDifference: found === 0 ? null : largest,
    problem: problemOf(counts, largest, tolerance),
  };
}

function problemOf(
  { faces, compared: found }: Pick<ScoredAgain, 'faces' | 'compared'>,
  largest: number,
  tolerance: number,
): string | null {
  const missing = faces - found;
  if (missing > 0)
    return `${countOf(missing, 'scored face')} of ${faces} were not found again in the frames.`;
  if (largest <= tolerance) return null;
  return `A score differs by ${largest.toFixed(4)}, which is more than ${tolerance}.`;
}

async function scoresOf(
  faces: readonly DescribedFace[],
  { classifier }: AnalysisTools,
): Promise<{ box: DescribedFace['box']; score: number }[]> {
  const usable = faces.filter(({ embedding }) => embedding !== null);
  const scores = await classifier.score(usable.map(({ embedding }) => embedding!));
  return usable.map(({ box }, place) => ({ box, score: scores[place]!.score }));
}

/** The pixels of each frame are compared with those that were scored. @throws EngineError capsule/damaged */
async function* framesOf(
  capsule: Capsule,
  { evidenceId, frames }: CapsuleVideo,
  ffmpeg: FfmpegTools,
  signal: AbortSignal,
): AsyncGenerator<Frame> {
  for (const frame of frames) {
    const name = frameFile(evidenceId, frame.frameIndex);
    const png = await capsule.bytes(name);
    if (!hasSize(png, frame)) throw otherFrame(name);
    const { width, height, frameIndex, rgbSha256 } = frame;
    const [rgb] = await decodeStills([png], { decoder: 'png', width, height, border: 0 }, ffmpeg, signal);
    if (sha256Of(rgb!) !== rgbSha256) throw otherFrame(name);
    yield { frameIndex, pts: 0, ptsMs: 0, width, height, rgb: rgb! };
  }
}

/** By its header (PNG, section 11.2.1), before it is decoded: it could claim any size. */
const hasSize = (png: Buffer, { width, height }: CapsuleFrame): boolean =>
  png.length > 24 && png.readUInt32BE(16) === width && png.readUInt32BE(20) === height;

const otherFrame = (name: string) =>
  new EngineError(
    'capsule/damaged',
    `${name} does not have the pixels that the table of contents names, so the scores of this video were not computed again.`,
  );

const unscored = (
  path: string,
  scored: readonly StoredFace[],
  problem: string,
): CapsuleCheck['videos'][number] => ({
  ...{ path, faces: scored.length, compared: 0, largestDifference: null, provider: 'none' },
  ...{ tolerance: scoreTolerance('cpu'), problem },
});
