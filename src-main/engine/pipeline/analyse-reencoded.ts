/** Encodes a video one step further down and analyses the copy as the video was analysed; then the copy is deleted. */
import { join } from 'node:path';
import type { StoredFinding } from '../../shared/case.ts';
import type { Face, Finding, Progress } from '../../shared/domain.ts';
import { qualityFacts } from '../../shared/nearest-condition.ts';
import { reencodingSteps, type Reencoding, type ReencodingStep } from '../../shared/reencoding.ts';
import { codingFigures, packetSizes } from '../media/coding-figures.ts';
import { degrade } from '../media/degrade.ts';
import type { FfmpegTools } from '../media/ffmpeg.ts';
import { fingerprint } from '../media/fingerprint.ts';
import { indexFrames, withFrames } from '../media/frame-index.ts';
import { probe } from '../media/probe.ts';
import { isSameFace } from '../people/resolve-anchor.ts';
import { groupedBy } from '../support/grouped.ts';
import { quantile } from '../support/quantile.ts';
import { withTemporaryFolder } from '../support/temporary-folder.ts';
import type { WorkRun } from '../support/work-run.ts';
import { analyseVideo } from './analyse-video.ts';
import type { AnalysisTools } from './analysis-tools.ts';

/**
 * @param path of the video of the finding
 * @param tools that the finding was made with
 * @throws EngineError as `degrade` and `analyseVideo`; the abort reason
 */
export async function analyseReencoded(
  finding: StoredFinding,
  path: string,
  tools: AnalysisTools,
  run: WorkRun,
): Promise<Reencoding> {
  const parameters = { ...finding.parameters };
  // The copy has that one alone.
  delete parameters.stream;
  return withTemporaryFolder(async (folder) => {
    const target = join(folder, 'clip.mkv');
    // Read anew, as that of the copy: an older finding has no sizes of frames.
    const file = await bitsPerPixel(path, tools.ffmpeg, run.signal, finding.parameters.stream);
    const { step, copy: bits } = await nextStepDown(finding, { path, target, file }, tools.ffmpeg, run);
    const before = await fingerprint(target, { signal: run.signal });
    // Only the frames are told: everything else takes a moment.
    const onProgress = (progress: Progress) => progress.stage === 'detect' && run.onProgress(progress);
    const copy = (await analyseVideo(target, before, parameters, tools, { signal: run.signal, onProgress }))
      .finding;
    const { outcome, score, reasons } = copy.verdict;
    return {
      ...{ findingId: finding.id, step, bitsPerPixel: { file, copy: bits } },
      asAnalysed: {
        ...{ outcome: finding.verdict.outcome, score: finding.verdict.score },
        ...{ provider: finding.provider.name, exhibit: finding.versions.exhibit },
      },
      copy: {
        ...{ outcome, score, reason: reasons[0]!, faces: scoredFaces(copy).length },
        framesUsed: copy.frames.filter(({ skipped }) => skipped === null).length,
      },
      paired: differences(scoredFaces(finding), scoredFaces(copy)),
      by: {
        classifier: tools.classifier.sha256,
        provider: tools.provider.name,
        exhibit: tools.versions.exhibit,
      },
    };
  });
}

interface Reencoded {
  path: string;
  target: string;
  /** Bits per pixel per frame of the file; null where they are not known. */
  file: number | null;
}

/** What bits a CRF takes depends on the picture, so that copies are made until one has fewer than the file. */
async function nextStepDown(
  { media, parameters: { stream } }: StoredFinding,
  { path, target, file }: Reencoded,
  ffmpeg: FfmpegTools,
  { signal, onProgress }: WorkRun,
): Promise<{ step: ReencodingStep; copy: number | null }> {
  const last = reencodingSteps.at(-1)!;
  const total = media.video.frameCount;
  const onFrames = (done: number) => onProgress({ stage: 'degrade', done, total });
  for (const step of file === null ? [last] : reencodingSteps) {
    onFrames(0);
    await degrade(path, step, target, ffmpeg, signal, { stream, onFrames });
    const copy = await bitsPerPixel(target, ffmpeg, signal);
    if (step === last || (copy !== null && copy < file!)) return { step, copy };
  }
  throw new Error('The last step is taken in any case.');
}

/**
 * Per frame; of the packets alone, nothing is decoded for it where they give the frames.
 * @param stream left out, the main video stream
 */
export async function bitsPerPixel(
  path: string,
  ffmpeg: FfmpegTools,
  signal: AbortSignal,
  stream?: number,
): Promise<number | null> {
  const media = await probe(path, ffmpeg, signal, stream);
  const index = await indexFrames(path, media, ffmpeg, signal);
  const coding = codingFigures(index, packetSizes(index));
  return qualityFacts({ media: { ...withFrames(media, index), coding }, tracks: [] }).bitsPerPixel;
}

type ScoredFace = Face & { score: number };

const scoredFaces = ({ tracks }: Pick<Finding, 'tracks'>): ScoredFace[] =>
  tracks.flatMap(({ faces }) => faces.filter((face): face is ScoredFace => face.score !== null));

/** Each face of the copy is taken once. */
function differences(found: readonly ScoredFace[], copied: readonly ScoredFace[]): Reencoding['paired'] {
  const inFrame = groupedBy(copied, ({ frameIndex }) => frameIndex);
  const changes: number[] = [];
  for (const { frameIndex, box, score } of found) {
    const there = inFrame.get(frameIndex) ?? [];
    const at = there.findIndex((face) => isSameFace(face.box, box));
    if (at === -1) continue;
    const [face] = there.splice(at, 1);
    changes.push(Math.abs(face!.score - score));
  }
  changes.sort((a, b) => a - b);
  return {
    ...{ of: found.length, faces: changes.length },
    median: changes.length === 0 ? null : quantile(changes, 0.5),
    largest: changes.at(-1) ?? null,
  };
}
