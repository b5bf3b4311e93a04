/** Scores the faces of a video again, from the frames in a capsule, and compares with the finding. */
import type { ScoredAgain } from '../../shared/capsule.ts';
import type { StoredFinding } from '../../shared/case.ts';
import type { Face } from '../../shared/domain.ts';
import { EngineError } from '../../shared/errors.ts';
import type { ModelCard } from '../../shared/model-card.ts';
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
import { scoreFaces } from '../pipeline/score-faces.ts';
import { canonicalJson } from '../support/canonical-json.ts';
import { groupedBy } from '../support/grouped.ts';
import { sha256Of } from '../support/sha256.ts';
import { frameFile, type CapsuleContents, type CapsuleFrame } from './capsule-format.ts';
import { compareCrops } from './compare-crops.ts';
import { faultsOfVerdicts } from './decide-again.ts';
import type { Capsule } from './read-capsule.ts';
import { scoredFaces, scoredFrameIndices } from './capsule-findings.ts';

/** What a finding was made with. @throws EngineError where that is not in use here */
export type ToolsOf = (finding: Pick<StoredFinding, 'models'>) => Promise<AnalysisTools>;

/** JPEG; null where there is none. */
type CropOf = (faceId: number) => Uint8Array | null;

type CapsuleVideo = CapsuleContents['videos'][number];

/**
 * @param card of the finding's model, as the case has it
 * @param cropOf the picture of a face, as the case shows it
 * @throws the abort reason; what is wrong with the video or its models stands in the answer
 */
export async function scoreAgain(
  capsule: Capsule,
  finding: StoredFinding,
  card: ModelCard | null,
  cropOf: CropOf,
  toolsOf: ToolsOf,
  signal: AbortSignal,
): Promise<ScoredAgain> {
  const wanted = scoredFrameIndices(finding);
  const video = capsule.contents.videos.find(({ findingId }) => findingId === finding.id);
  if (video?.sha256 !== finding.sha256)
    return unscored(finding, 'The capsule holds no frames of this finding.');
  // Of a frame that is named twice, the faces would count twice, and those of another not at all.
  if (canonicalJson(video.frames.map(({ frameIndex }) => frameIndex)) !== canonicalJson(wanted)) {
    return unscored(
      finding,
      'The capsule does not name each frame in which a face was scored, and each once.',
    );
  }
  try {
    const tools = await toolsOf(finding);
    const frames = framesOf(capsule, video, tools.ffmpeg, signal);
    return await compared(finding, card, cropOf, tools, frames, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof EngineError)) throw error;
    return unscored(finding, error.message);
  }
}

async function compared(
  finding: StoredFinding,
  card: ModelCard | null,
  cropOf: CropOf,
  tools: AnalysisTools,
  frames: AsyncIterable<Frame>,
  signal: AbortSignal,
): Promise<ScoredAgain> {
  const { path, parameters, provider, verdict } = finding;
  const scored = scoredFaces(finding);
  const waiting = groupedBy(scored, ({ frameIndex }) => frameIndex);
  const measured = new Map<number, Face>();
  let [others, largest] = [0, 0];
  const crops = compareCrops(tools.ffmpeg, signal);
  const wish = { ...parameters, picturePx: FACE_IMAGE_PX };
  for await (const { frame, faces } of observeFaces(frames, wish, tools.describer, signal)) {
    const now = await scoresOf(frame, faces, tools);
    for (const face of waiting.get(frame.frameIndex) ?? []) {
      const match = now.findIndex(({ box }) => isSameFace(box, face.box));
      if (match === -1) continue;
      // Each face is taken once.
      const [again] = now.splice(match, 1);
      measured.set(face.faceId, again!);
      largest = Math.max(largest, differenceOf(face, again!));
      const seen = faces.find(({ box }) => isSameFace(box, face.box))!;
      await crops.add({ picture: seen.picture, jpeg: cropOf(face.faceId) ?? new Uint8Array() });
    }
    others += now.length;
  }
  const tolerance = scoreTolerance(provider.name, tools.provider.name);
  const problems = [
    ...missingText(scored.length - measured.size, scored.length),
    ...othersText(others),
    ...cropsText(await crops.others(), measured.size),
    ...(largest > tolerance
      ? [`A score or novelty differs by ${largest.toFixed(4)}, which is more than ${tolerance}.`]
      : []),
    ...faultsOfVerdicts(finding, card, measured, {
      classifier: tools.classifier,
      exhibit: tools.versions.exhibit,
    }),
  ];
  return {
    ...{ path, faces: scored.length, compared: measured.size, provider: tools.provider.name, tolerance },
    ...{ model: tools.classifier.name, modelSha256: tools.classifier.sha256 },
    ...{ outcome: verdict.outcome, score: verdict.score },
    largestDifference: measured.size === 0 ? null : largest,
    problem: problems.length === 0 ? null : problems.join(' '),
  };
}

const missingText = (missing: number, of: number): string[] =>
  missing === 0 ? [] : [`${countOf(missing, 'scored face')} of ${of} were not found again in the frames.`];

/** Whoever left a suspicious face out of a finding would change the verdict. */
const othersText = (others: number): string[] =>
  others === 0
    ? []
    : [
        `${countOf(others, 'usable face')} in the frames ${others === 1 ? 'has' : 'have'} no score in the finding.`,
      ];

const cropsText = (others: number, of: number): string[] =>
  others === 0
    ? []
    : [`The case shows ${countOf(others, 'picture')} of ${of} scored faces that the frames do not have.`];

/** Largest difference of all that a verdict rests on: score, scores of the classifiers, novelty. */
function differenceOf(stated: Face, now: Face): number {
  const numbers = ({ score, novelty, classifiers }: Face) => ({ score, novelty, ...classifiers });
  const [then, again]: Record<string, number | null>[] = [numbers(stated), numbers(now)];
  const names = new Set([...Object.keys(then!), ...Object.keys(again!)]);
  return Math.max(
    ...[...names].map((name) => {
      const [a, b] = [then![name] ?? null, again![name] ?? null];
      // A number on one side alone is the whole scale away.
      return a === null || b === null ? Number(a !== b) : Math.abs(a - b);
    }),
  );
}

async function scoresOf(
  { frameIndex, pts, ptsMs, width, height }: Frame,
  faces: readonly DescribedFace[],
  { classifier }: AnalysisTools,
): Promise<Face[]> {
  const usable = faces.filter(({ embedding }) => embedding !== null);
  const frame = { width, height };
  return scoreFaces(
    usable.map((face) => ({ ...face, frameIndex, pts, ptsMs, frame })),
    classifier,
  );
}

/** Each frame has the pixels that the table of contents names. @throws EngineError capsule/damaged */
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

const unscored = (finding: StoredFinding, problem: string): ScoredAgain => ({
  ...{ path: finding.path, faces: scoredFaces(finding).length, compared: 0, largestDifference: null },
  ...{ provider: null, tolerance: scoreTolerance('cpu'), model: null, modelSha256: null },
  ...{ outcome: finding.verdict.outcome, score: finding.verdict.score, problem },
});
