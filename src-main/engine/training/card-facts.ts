/** What the cards of our own models and of guest detectors have in common. */
import type { KnownClips } from '../embedding/trained-on.ts';
import type { Label } from '../../shared/domain.ts';
import { aimText, answerErrorsText, verdictShareText } from '../../shared/abstention-wording.ts';
import type { Abstention, Estimate, MetricRow, ModelCard } from '../../shared/model-card.ts';
import { answers, countOf, percentText } from '../../shared/wording.ts';
import { MIN_USABLE_FACES } from '../verdict/confidence.ts';
import { MAX_ERROR } from './decision-limits.ts';
import type { FittedLikelihood } from './fit-likelihood.ts';
import { videosWithEnoughFaces } from './held-out-clips.ts';
import type { TrainingSample } from './training-sample.ts';

export const INTENDED_USE =
  'An aid to an examiner who looks at the video as well: it points to faces that resemble known ' +
  'forgeries. It is no proof, and it must not be the only ground for a decision about a person.';

export function dataOf(samples: readonly TrainingSample[], name: string): ModelCard['data'] {
  const faces = (label: Label) => samples.filter((sample) => sample.label === label);
  const videos = (label: Label) => new Set(faces(label).map(({ video }) => video)).size;
  const people = new Set(samples.flatMap(({ identity, donors = [] }) => [identity, ...donors]));
  return {
    name,
    ...{ realVideos: videos('real'), fakeVideos: videos('fake') },
    ...{ realFaces: faces('real').length, fakeFaces: faces('fake').length },
    identities: people.size,
  };
}

interface Measured {
  /** Of the videos, split by person. */
  row: Pick<MetricRow, 'auc' | 'real' | 'fake'>;
  abstention: Abstention;
  likelihood: FittedLikelihood;
  samples: readonly TrainingSample[];
}

/** What the figures by video show, and on which videos they rest. */
export function measuredLimits({ row, abstention, likelihood, samples }: Measured): string[] {
  const { auc, real, fake } = row;
  const limits: string[] = [];
  const clips = new Set(samples.map(({ video }) => video)).size;
  const few = clips - videosWithEnoughFaces(samples).size;
  const interval = `AUC ${auc.value.toFixed(2)}, 95 % interval ${auc.low.toFixed(2)} to ${auc.high.toFixed(2)}`;
  limits.push(
    auc.low <= 0.5
      ? `We could not show that it is better than chance on people outside its training data (${interval}; ${real} real and ${fake} fake videos).`
      : `On people outside its training data it reaches ${interval}, on ${real} real and ${fake} fake videos.`,
  );
  limits.push(
    abstention.decides
      ? `${verdictShareText(abstention.applied)}; the others stay inconclusive. At even prior odds, this ` +
          `share of its answers is wrong: ${answerErrorsText(abstention.applied)}.`
      : `It gives no verdicts: ${whySilent(auc, abstention)}.`,
    aimText(abstention),
  );
  if (likelihood.scale === null) {
    const { value, low, high } = likelihood.cllr;
    limits.push(
      `It gives no likelihood ratio: we could not show that its cost on held-out videos (Cllr ${value.toFixed(2)}, 95 % ` +
        `interval ${low.toFixed(2)} to ${high.toFixed(2)}) is below 1, the cost of saying nothing.`,
    );
  }
  limits.push(
    'Figures by video are measured on the main person of each clip. A video of several people is judged by the ' +
      'most suspicious of them, so real videos of several people are called fake more often than the figures say.',
    `Clips with fewer than ${MIN_USABLE_FACES} usable faces are not part of the figures by video: ${few} of ${clips}.`,
  );
  return limits;
}

/** Which of the two conditions for verdicts is not shown. */
function whySilent(auc: Estimate, { applied }: Abstention): string {
  const isOftenRight = answers.some((answer) => (applied.answers[answer].error?.high ?? 1) <= MAX_ERROR);
  const errors =
    `that at most ${percentText(MAX_ERROR)} of its answers are wrong at even prior odds ` +
    `(${answerErrorsText(applied)})`;
  if (auc.low > 0.5) return `it ranks better than chance, but we could not show ${errors}`;
  return `we could not show that it ranks better than chance${isOftenRight ? '' : `, nor ${errors}`}`;
}

export const sizeText = ({ real, fake }: Measured['row']): string =>
  `Measured on ${real + fake} videos: a difference of a few per cent between ` +
  'models or settings means nothing at this size.';

export function knownText(clips: KnownClips | null | undefined, network = 'embedder'): string[] {
  if (clips === undefined) return [];
  return [
    clips === null
      ? `The ${network} does not list its training data. For people in it, the figures are too good, and nobody can tell ` +
        'which people these are.'
      : (clips.count === 0
          ? `No clip shares a person or recording with the ${network}'s training data.`
          : `${countOf(clips.count, 'clip was', 'clips were')} excluded: the ${network} was trained on their people or recordings.`) +
        (clips.unnamed === 0
          ? ''
          : ` ${countOf(clips.unnamed, 'recording')} of its training data name no person: the same people may be among ` +
            'these clips under other names, and for them the figures are too good.'),
  ];
}
