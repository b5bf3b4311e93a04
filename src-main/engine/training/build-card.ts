/** The measured facts about a model, and what follows from them for whoever relies on it. */
import type { KnownClips } from '../embedding/trained-on.ts';
import type { DecisionLimits, Label } from '../../shared/domain.ts';
import { aimText, answerErrorsText } from '../../shared/abstention-wording.ts';
import { countOf, percentText } from '../../shared/wording.ts';
import type { Abstention, ConditionRow, EmbeddedPoint, ModelCard } from '../../shared/model-card.ts';
import type { EpochRecord, HeadSettings } from '../metric-learning/train-head.ts';
import { MIN_USABLE_FACES } from '../verdict/confidence.ts';
import { MAX_ERROR } from './decision-limits.ts';
import type { FittedLikelihood } from './fit-likelihood.ts';
import type { Judgement } from './judge-held-out.ts';
import type { TrainingSample } from './training-sample.ts';

export interface CardFacts {
  samples: readonly TrainingSample[];
  settings: HeadSettings;
  folds: number;
  /** How people were held out, as a sentence. */
  howDealt: string;
  options: {
    name: string;
    dataName: string;
    embedder: { name: string; tellsPeople: boolean };
    licence: string;
    knownClips?: KnownClips | null | undefined;
  };
  band: DecisionLimits;
  abstention: Abstention;
  likelihood: FittedLikelihood;
  honest: Judgement;
  leaky: Judgement;
  methods: ModelCard['methods'];
  paired: ModelCard['paired'];
  /** Null where no clip was made worse; `pictures` counts the clips that could not be. */
  conditions: { rows: ConditionRow[]; pictures: number } | null;
  /** Which TensorFlow.js backend trained. */
  backend: string;
  history: EpochRecord[];
  tsne: EmbeddedPoint[];
}

export function buildCard(facts: CardFacts): ModelCard {
  const {
    samples,
    settings,
    folds,
    howDealt,
    options,
    band,
    abstention,
    likelihood,
    honest,
    leaky,
    methods,
    paired,
    conditions,
    backend,
    history,
    tsne,
  } = facts;
  const faces = (label: Label) => samples.filter((sample) => sample.label === label);
  const videos = (label: Label) => new Set(faces(label).map(({ video }) => video)).size;
  const people = new Set(samples.flatMap(({ identity, donors = [] }) => [identity, ...donors]));
  return {
    name: options.name,
    createdAt: new Date().toISOString(),
    licence: options.licence,
    intendedUse:
      'An aid to an examiner who looks at the video as well: it points to faces that resemble known ' +
      'manipulations. It is no proof, and it must not be the only ground for a decision about a person.',
    limits: limitsOf(facts),
    embedder: options.embedder.name,
    data: {
      name: options.dataName,
      ...{ realVideos: videos('real'), fakeVideos: videos('fake') },
      ...{ realFaces: faces('real').length, fakeFaces: faces('fake').length },
      identities: people.size,
    },
    split:
      `by-identity: ${folds}-fold cross-validation; ${howDealt} A person that the identity embedder does not ` +
      `recognise, such as the donor of a blended face, may still stand on both sides. by-frame: a tenth of the faces held ` +
      'out at random, so that every person and video stands on both sides; it leaks people and is shown for ' +
      'comparison only.',
    parameters: {
      ...{ seed: settings.seed, epochs: settings.epochs, batchSize: settings.batchSize },
      ...{ learningRate: settings.learningRate, margin: settings.margin, optimizer: 'Adam' },
      head: headText(settings),
      loss: settings.loss,
      batches: 'half real and half fake',
      sgd: 'log loss, L2 1e-2, 50 epochs',
      forest:
        '100 trees (Breiman 2001), features drawn at each node, a twentieth of the faces in each leaf at least',
      calibrationSgd: honest.calibrations.sgd.curve.kind,
      calibrationForest: honest.calibrations.forest.curve.kind,
      faceCllrSgd: Number(honest.calibrations.sgd.cllr.toFixed(4)),
      faceCllrForest: Number(honest.calibrations.forest.cllr.toFixed(4)),
      trainedWith: `TensorFlow.js, ${backend}`,
    },
    ...{ band, abstention },
    likelihood: { cllr: likelihood.cllr, given: likelihood.scale !== null },
    metrics: [...honest.metrics, ...leaky.metrics],
    ...{ methods, paired, conditions: conditions?.rows ?? [] },
    roc: [...honest.roc, ...leaky.roc],
    tsne,
    training: history,
  };
}

function headText({ layers, dropout }: HeadSettings): string {
  const hidden = layers.slice(0, -1);
  const start = hidden.length === 0 ? '' : `${hidden.join('-')} ReLU, dropout ${dropout}, `;
  return `${start}linear ${layers.at(-1)}`;
}

/** Said in words because a table of figures is easily read as better than it is. */
function limitsOf({
  samples,
  options,
  honest,
  leaky,
  abstention,
  likelihood,
  conditions,
}: CardFacts): string[] {
  const row = (judgement: Judgement) =>
    judgement.metrics.find(({ classifier, level }) => classifier === 'combined' && level === 'video')!;
  const { auc, real, fake } = row(honest);
  const limits: string[] = [];
  const interval = `AUC ${auc.value.toFixed(2)}, 95 % interval ${auc.low.toFixed(2)} to ${auc.high.toFixed(2)}`;
  limits.push(
    auc.low <= 0.5
      ? `We could not show that it is better than chance on people outside its training data (${interval}; ${real} real and ${fake} fake videos).`
      : `On people outside its training data it reaches ${interval}, on ${real} real and ${fake} fake videos.`,
  );
  limits.push(
    abstention.decides
      ? `It leaves about ${percentText(1 - abstention.applied.coverage.value)} of videos undecided. At even prior odds, this ` +
          `share of its answers is wrong: ${answerErrorsText(abstention.applied)}.`
      : 'It gives no verdicts. We could not show, at 95 % confidence, that it ranks better than chance and that at most ' +
          `${percentText(MAX_ERROR)} of its answers are wrong at even prior odds (${answerErrorsText(abstention.applied)}).`,
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
    `Clips with fewer than ${MIN_USABLE_FACES} usable faces are not part of the figures by video.`,
    ...(conditions && conditions.pictures > 0
      ? [`Figures by condition rest on videos: ${countOf(conditions.pictures, 'clip')} of pictures left out.`]
      : []),
    `The figure that splits by frame (AUC ${row(leaky).auc.value.toFixed(2)}) is inflated: the model knows the ` +
      'people and clips it is tested on.',
    `Measured on ${new Set(samples.map(({ video }) => video)).size} videos: a difference of a few per cent between ` +
      'models or settings means nothing at this size.',
    ...knownText(options.knownClips),
    ...(options.embedder.tellsPeople
      ? ['An embedding made to tell people apart contains little of the traces that a forgery leaves.']
      : []),
    'Forgeries of kinds that are not in the training data may go unnoticed.',
    'The folder holds embeddings of the faces of the people it was trained on: handle it as biometric data.',
  );
  return limits;
}

function knownText(clips: KnownClips | null | undefined): string[] {
  if (clips === undefined) return [];
  return [
    clips === null
      ? 'The embedder does not list its training data. For people in it, the figures are too good, and nobody can tell ' +
        'which people these are.'
      : (clips.count === 0
          ? "No clip shares a person or recording with the embedder's training data."
          : `${countOf(clips.count, 'clip was', 'clips were')} excluded: the embedder was trained on their people or recordings.`) +
        (clips.unnamed === 0
          ? ''
          : ` ${countOf(clips.unnamed, 'recording')} of its training data name no person: the same people may be among ` +
            'these clips under other names, and for them the figures are too good.'),
  ];
}
