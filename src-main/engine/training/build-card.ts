/** The measured facts about a model, and what follows from them for whoever relies on it. */
import type { KnownClips } from '../embedding/trained-on.ts';
import type { DecisionLimits } from '../../shared/domain.ts';
import { countOf } from '../../shared/wording.ts';
import type { Abstention, ConditionRow, EmbeddedPoint, ModelCard } from '../../shared/model-card.ts';
import type { EpochRecord, HeadSettings } from '../metric-learning/train-head.ts';
import { dataOf, INTENDED_USE, knownText, measuredLimits, sizeText } from './card-facts.ts';
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
  return {
    name: options.name,
    createdAt: new Date().toISOString(),
    licence: options.licence,
    intendedUse: INTENDED_USE,
    limits: limitsOf(facts),
    embedder: options.embedder.name,
    data: dataOf(samples, options.dataName),
    split:
      `Split by person: ${folds}-fold cross-validation; ${howDealt} A person that the identity embedder does not ` +
      `recognise, such as the donor of a blended face, may still be on both sides. Split by frame: a tenth of the faces ` +
      'held out at random, so that every person and video is on both sides; it leaks people and is shown for ' +
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

/** Only a figure above that of the split by person is shown to be inflated. */
function leakyText(byFrame: number, byPerson: number): string {
  const figure = `The figure that splits by frame (AUC ${byFrame.toFixed(2)})`;
  const why = 'the model knows the people and clips it is tested on';
  return byFrame > byPerson
    ? `${figure} is inflated: ${why}.`
    : `${figure} says nothing about new videos: ${why}. Here it is not above the split by person (AUC ${byPerson.toFixed(2)}).`;
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
  return [
    ...measuredLimits({ row: row(honest), abstention, likelihood, samples }),
    ...(conditions && conditions.pictures > 0
      ? [`Figures by condition rest on videos: ${countOf(conditions.pictures, 'clip')} of pictures left out.`]
      : []),
    leakyText(row(leaky).auc.value, row(honest).auc.value),
    sizeText(row(honest)),
    ...knownText(options.knownClips),
    ...(options.embedder.tellsPeople
      ? ['An embedding made to tell people apart contains little of the traces that a forgery leaves.']
      : []),
    'Forgeries of kinds that are not in the training data may go unnoticed.',
    'The model holds embeddings of the faces of the people it was trained on: handle its folder as biometric data.',
  ];
}
