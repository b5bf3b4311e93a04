/** Counts, rates and AUC of labelled clips with a score. */
import type { Label } from '../../shared/domain.ts';
import { FEW_GROUPS, type MeasuredRates } from '../../shared/measured-rates.ts';
import { judgeRow } from '../evaluation/judge-row.ts';
import { rocCurve } from '../evaluation/roc.ts';
import { independentGroups } from '../evaluation/splits.ts';
import { isUnnamed } from '../support/person-names.ts';
import type { ManifestClip } from '../training/clip-table.ts';
import { answerRates } from '../training/judge-answers.ts';
import type { ScoredClip } from './measured-clips.ts';

export type MeasuredClip = ScoredClip & { clip: ManifestClip; score: number };

type Counts = Pick<MeasuredRates['set'], 'real' | 'fake' | 'groups' | 'unnamed'>;

/** The seed of resampling; figures of one set are the same every time. */
const SEED = 1;

export function countsOf(measured: readonly MeasuredClip[]): Counts {
  const labelled = (label: Label) => measured.filter(({ clip }) => clip.label === label).length;
  return {
    ...{ real: labelled('real'), fake: labelled('fake'), groups: groupCounts(measured, () => true) },
    unnamed: measured.filter((each) => !isNamed(each)).length,
  };
}

/** Without an AUC where few groups of a class name a person: clips of one person would count as many. */
export function ratesOf(measured: readonly MeasuredClip[]): Pick<MeasuredRates, 'answers' | 'auc' | 'roc'> {
  const { real, fake } = countsOf(measured);
  if (real === 0 || fake === 0) return { answers: null, auc: null, roc: [] };
  const groups = groupsOf(measured);
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
  const named = groupCounts(measured, isNamed);
  return {
    answers: answerRates(calls, SEED),
    auc: Math.min(named.real, named.fake) < FEW_GROUPS ? null : judgeRow(scores, { ...how, seed: SEED }).auc,
    roc: rocCurve(scores).map(({ falsePositiveRate, truePositiveRate }) => [
      falsePositiveRate,
      truePositiveRate,
    ]),
  };
}

const isNamed = ({ clip }: MeasuredClip): boolean => !isUnnamed(clip.identity);

function groupsOf(measured: readonly MeasuredClip[]): number[] {
  return independentGroups(measured.map(({ clip }) => ({ ...clip, video: clip.path })));
}

/** Of those groups that have such a clip of the class. */
function groupCounts(
  measured: readonly MeasuredClip[],
  counts: (clip: MeasuredClip) => boolean,
): MeasuredRates['set']['groups'] {
  const groups = groupsOf(measured);
  const of = (label: Label) =>
    new Set(groups.filter((_, at) => measured[at]!.clip.label === label && counts(measured[at]!))).size;
  return { real: of('real'), fake: of('fake') };
}
