/** Brings labelled clips to the quality of a questioned video and measures how often its model errs on them. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { StoredFinding } from '../../shared/case.ts';
import { closestDegradation } from '../../shared/closest-degradation.ts';
import type { DegradationName } from '../../shared/degradation-names.ts';
import type { AnalysisParameters, Answer, Label } from '../../shared/domain.ts';
import { EngineError } from '../../shared/errors.ts';
import { FEW_GROUPS, type MeasuredRates } from '../../shared/measured-rates.ts';
import { qualityFacts } from '../../shared/nearest-condition.ts';
import { isTrainedOn, type TrainedOn } from '../embedding/trained-on.ts';
import { middle } from '../evaluation/bootstrap.ts';
import { judgeRow } from '../evaluation/judge-row.ts';
import { rocCurve } from '../evaluation/roc.ts';
import { independentGroups } from '../evaluation/splits.ts';
import { degraded } from '../media/degraded.ts';
import { fingerprint } from '../media/fingerprint.ts';
import { probe } from '../media/probe.ts';
import { analyseVideo } from '../pipeline/analyse-video.ts';
import { analysisKey, type AnalysisTools } from '../pipeline/analysis-tools.ts';
import { canonicalJson } from '../support/canonical-json.ts';
import { sha256Of } from '../support/sha256.ts';
import type { WorkRun } from '../support/work-run.ts';
import type { ManifestClip } from '../training/clip-table.ts';
import { answerRates } from '../training/judge-answers.ts';
import { readTrainingManifest } from '../training/training-manifest.ts';
import { measuredClips, type ScoredClip } from './measured-clips.ts';

interface LabelledSet {
  /** The table of the clips. */
  table: string;
  /** Whom the embedder was trained on; null where nobody said. */
  trainedOn: TrainedOn | null;
  /** What was measured before is kept there. */
  settingsFolder: string;
}

type Measured = ScoredClip & { clip: ManifestClip; score: number };

/** The seed of resampling; figures of one set are the same every time. */
const SEED = 1;

/**
 * @param tools that the finding was made with
 * @throws EngineError train/bad-manifest; case/known-clip where the set has the questioned video; as `degrade` where no copy
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
  for (const clip of clips) {
    onProgress({ stage: 'hash', done: listed.length, total: clips.length });
    const hash = await hashOf(clip, signal);
    if (hash === finding.sha256) throw questionedInSet(clip, table);
    listed.push({ clip, hash });
  }
  const measured: Measured[] = [];
  const seen: { label: Label; sha256: string }[] = [];
  const left = { unscored: 0, known: 0, repeated: 0 };
  for (const [done, { clip, hash }] of listed.entries()) {
    onProgress({ stage: 'detect', done, total: listed.length });
    if (hash !== null && seen.some((other) => other.sha256 === hash)) left.repeated += 1;
    else if (trainedOn !== null && isTrainedOn(clip, trainedOn)) left.known += 1;
    else {
      const scored = hash === null ? null : await scoredOnce(hash, clip);
      if (scored === null || scored.score === null) left.unscored += 1;
      else measured.push({ ...scored, clip, score: scored.score });
    }
    if (hash !== null) seen.push({ label: clip.label, sha256: hash });
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
      ...{ name: basename(table), sha256, clipsSha256: sha256Of(canonicalJson(seen)), listed: listed.length },
      ...{ ...countsOf(measured), ...left },
    },
    facePx: sizes.length === 0 ? null : middle(sizes),
    given,
    ...figuresOf(measured),
    by: {
      classifier: tools.classifier.sha256,
      provider: tools.provider.name,
      exhibit: tools.versions.exhibit,
    },
  };
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

const labelled = (measured: readonly Measured[], label: Label) =>
  measured.filter(({ clip }) => clip.label === label).length;

function groupsOf(measured: readonly Measured[]): number[] {
  return independentGroups(measured.map(({ clip }) => ({ ...clip, video: clip.path })));
}

function countsOf(measured: readonly Measured[]): Pick<MeasuredRates['set'], 'real' | 'fake' | 'groups'> {
  const groups = groupsOf(measured);
  const count = (label: Label) =>
    new Set(groups.filter((_, place) => measured[place]!.clip.label === label)).size;
  return {
    ...{ real: labelled(measured, 'real'), fake: labelled(measured, 'fake') },
    groups: { real: count('real'), fake: count('fake') },
  };
}

function figuresOf(measured: readonly Measured[]): Pick<MeasuredRates, 'answers' | 'auc' | 'roc'> {
  if (labelled(measured, 'real') === 0 || labelled(measured, 'fake') === 0) {
    return { answers: null, auc: null, roc: [] };
  }
  const groups = groupsOf(measured);
  const { real, fake } = countsOf(measured).groups;
  const scores = measured.map(({ clip: { label }, score }, place) => ({
    label,
    score,
    group: groups[place]!,
  }));
  const calls = measured.map(({ clip: { label }, outcome, score }, place) => ({
    ...{ label, group: groups[place]!, confidence: Math.abs(score - 0.5) },
    isDecided: outcome === 'likely-fake' || outcome === 'likely-real',
    isWrong: (outcome === 'likely-fake') !== (label === 'fake'),
  }));
  const how = { classifier: 'combined', split: 'by-identity', level: 'video', threshold: 0.5 } as const;
  return {
    answers: answerRates(calls, SEED),
    auc: Math.min(real, fake) < FEW_GROUPS ? null : judgeRow(scores, { ...how, seed: SEED }).auc,
    roc: rocCurve(scores).map(({ falsePositiveRate, truePositiveRate }) => [
      falsePositiveRate,
      truePositiveRate,
    ]),
  };
}

const questionedInSet = ({ path, line }: ManifestClip, table: string) =>
  new EngineError(
    'case/known-clip',
    `Line ${line} of ${table} is the questioned video itself (${path}, by its SHA-256), so its label would be among the figures. Take it out, with all that was made of the same recording.`,
  );
