/** Brings labelled clips to the quality of a questioned video and measures how often its model errs on them. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { StoredFinding } from '../../shared/case.ts';
import { closestDegradation } from '../../shared/closest-degradation.ts';
import type { DegradationName } from '../../shared/degradation-names.ts';
import type { AnalysisParameters, Answer } from '../../shared/domain.ts';
import { EngineError } from '../../shared/errors.ts';
import type { MeasuredRates } from '../../shared/measured-rates.ts';
import { qualityFacts } from '../../shared/nearest-condition.ts';
import { isTrainedOn, type TrainedOn } from '../embedding/trained-on.ts';
import { middle } from '../evaluation/bootstrap.ts';
import { degraded } from '../media/degraded.ts';
import { fingerprint } from '../media/fingerprint.ts';
import { probe } from '../media/probe.ts';
import { analyseVideo } from '../pipeline/analyse-video.ts';
import { analysisKey, type AnalysisTools } from '../pipeline/analysis-tools.ts';
import { canonicalJson } from '../support/canonical-json.ts';
import { sha256Of } from '../support/sha256.ts';
import type { WorkRun } from '../support/work-run.ts';
import { badManifest, type ManifestClip } from '../training/clip-table.ts';
import { readTrainingManifest } from '../training/training-manifest.ts';
import { measuredClips, type ScoredClip } from './measured-clips.ts';
import { countsOf, ratesOf, type MeasuredClip } from './rates-of.ts';

interface LabelledSet {
  /** The table of the clips. */
  table: string;
  /** Whom the embedder was trained on; null where nobody said. */
  trainedOn: TrainedOn | null;
  /** What was measured before is kept there. */
  settingsFolder: string;
}

/**
 * @param tools that the finding was made with
 * @throws EngineError train/bad-manifest, also for one file with both labels; case/known-clip where the set has the questioned video; as `degrade` where no copy
 *   can be made at all; the abort reason
 */
export async function measureRates(
  finding: StoredFinding,
  { table, trainedOn, settingsFolder }: LabelledSet,
  tools: AnalysisTools,
  { signal, onProgress }: WorkRun,
): Promise<MeasuredRates> {
  const clips = await readTrainingManifest(table);
  const sha256 = sha256Of(await readFile(table));
  const facts = qualityFacts(finding);
  const { condition } = closestDegradation(facts);
  const parameters = { ...finding.parameters };
  // A clip has streams of its own.
  delete parameters.stream;
  const kept = await measuredClips(
    settingsFolder,
    canonicalJson({ condition, analysis: analysisKey(tools, parameters), ffmpeg: tools.versions.ffmpeg }),
  );
  async function scoredOnce(hash: string, clip: ManifestClip): Promise<ScoredClip | null> {
    const before = kept.get(hash);
    if (before) return before;
    const scored = await scoreClip(clip, condition, parameters, tools, signal);
    if (scored !== null) await kept.keep(hash, scored);
    return scored;
  }

  // All before any is scored: that takes a while, and a set with the questioned video is of no use.
  const listed: { clip: ManifestClip; hash: string | null }[] = [];
  const firstWith = new Map<string, ManifestClip>();
  for (const clip of clips) {
    onProgress({ stage: 'hash', done: listed.length, total: clips.length });
    const hash = await hashOf(clip, signal);
    if (hash === finding.sha256) throw questionedInSet(clip, table);
    const first = hash === null ? undefined : firstWith.get(hash);
    if (first && first.label !== clip.label) throw bothLabels(first, clip);
    if (hash !== null && !first) firstWith.set(hash, clip);
    listed.push({ clip, hash });
  }
  const measured: MeasuredClip[] = [];
  const left = { unscored: 0, known: 0, repeated: 0 };
  for (const [done, { clip, hash }] of listed.entries()) {
    onProgress({ stage: 'detect', done, total: listed.length });
    if (hash !== null && firstWith.get(hash) !== clip) left.repeated += 1;
    else if (trainedOn !== null && isTrainedOn(clip, trainedOn)) left.known += 1;
    else {
      const scored = hash === null ? null : await scoredOnce(hash, clip);
      if (scored === null || scored.score === null) left.unscored += 1;
      else measured.push({ ...scored, clip, score: scored.score });
    }
  }
  const { realBelow, fakeAbove } = tools.classifier.band;
  const given: Answer[] = [
    ...(realBelow > 0 ? ['likely-real' as const] : []),
    ...(fakeAbove < 1 ? ['likely-fake' as const] : []),
  ];
  const sizes = measured.flatMap(({ facePx }) => facePx ?? []);
  return {
    ...{ findingId: finding.id, facts, condition },
    set: {
      ...{ name: basename(table), sha256, clipsSha256: digestOf(firstWith), listed: listed.length },
      ...{ ...countsOf(measured), ...left },
    },
    facePx: sizes.length === 0 ? null : middle(sizes),
    given,
    ...ratesOf(measured),
    by: {
      classifier: tools.classifier.sha256,
      provider: tools.provider.name,
      exhibit: tools.versions.exhibit,
    },
  };
}

/** Whatever the order of the table. */
function digestOf(clips: ReadonlyMap<string, ManifestClip>): string {
  const lines = [...clips].map(([hash, { label }]) => `${hash} ${label}`);
  return sha256Of(canonicalJson(lines.sort()));
}

/** Null where it can't be read. */
async function hashOf({ path }: ManifestClip, signal: AbortSignal): Promise<string | null> {
  try {
    return (await fingerprint(path, { signal })).sha256;
  } catch (error) {
    return passedOver(error, signal);
  }
}

/** Null where no copy can be made or analysed: conditions are those of videos. */
async function scoreClip(
  { path }: ManifestClip,
  condition: DegradationName | null,
  parameters: AnalysisParameters,
  tools: AnalysisTools,
  signal: AbortSignal,
): Promise<ScoredClip | null> {
  try {
    if ((await probe(path, tools.ffmpeg, signal)).kind === 'still') return null;
    return await degraded(path, condition, tools.ffmpeg, signal, async (copy) => {
      const quiet = { signal, onProgress: () => undefined };
      const file = await fingerprint(copy, { signal });
      const { finding } = await analyseVideo(copy, file, parameters, tools, quiet);
      const { outcome, score } = finding.verdict;
      return { outcome, score, facePx: qualityFacts(finding).facePx };
    });
  } catch (error) {
    return passedOver(error, signal);
  }
}

/** @throws what is no failure of one clip */
function passedOver(error: unknown, signal: AbortSignal): null {
  signal.throwIfAborted();
  if (error instanceof EngineError && error.code !== 'media/ffmpeg-missing') return null;
  throw error;
}

/** Which of two labels is right, nobody can tell from the table. */
const bothLabels = (first: ManifestClip, second: ManifestClip): EngineError =>
  badManifest(
    `line ${first.line} (${first.path}) is ${first.label} and line ${second.line} (${second.path}) is ${second.label}, and both are the same file, by its SHA-256. Correct the label, or take both out`,
  );

const questionedInSet = ({ path, line }: ManifestClip, table: string) =>
  new EngineError(
    'case/known-clip',
    `Line ${line} of ${table} is the questioned video itself (${path}, by its SHA-256), so its label would be among the figures. Take it out, with all that was made of the same recording.`,
  );
