/** Held-out faces and the final fit to a model: error rates, calibration, band, likelihood ratios and card. */
import type { DecisionLimits } from '../../shared/domain.ts';
import type { ModelCard } from '../../shared/model-card.ts';
import type { LikelihoodScale } from '../classifiers/likelihood-ratio.ts';
import type { ForestModel } from '../classifiers/random-forest.ts';
import type { Calibrations } from '../classifiers/score-vectors.ts';
import type { SgdModel } from '../classifiers/sgd.ts';
import { frameFolds } from '../evaluation/splits.ts';
import type { ProjectionHead } from '../metric-learning/projection-head.ts';
import type { EpochRecord, HeadSettings } from '../metric-learning/train-head.ts';
import type { DegradationName } from '../../shared/degradation-names.ts';
import type { KnownClips } from '../embedding/trained-on.ts';
import { fitTrainingRegion, type NoveltyScale, type TrainingRegion } from '../novelty/novelty.ts';
import { pairedAccuracy } from '../evaluation/paired-accuracy.ts';
import { buildCard } from './build-card.ts';
import type { HeldOutFace } from './calibrated-faces.ts';
import { decisionLimits } from './decision-limits.ts';
import { fitLikelihood } from './fit-likelihood.ts';
import { heldOutClips, videosWithEnoughFaces } from './held-out-clips.ts';
import { givenAnswers, judgeAbstention } from './judge-abstention.ts';
import { judgeConditions } from './judge-conditions.ts';
import { judgeHeldOut } from './judge-held-out.ts';
import { judgeMethods } from './judge-methods.ts';
import type { DegradedSample, TrainingSample } from './training-sample.ts';
import { tsneLayout } from './tsne.ts';
import { tuneLimits } from './tune-limits.ts';

/** All that `writeModel` puts into a folder. */
export interface TrainedModel {
  name: string;
  embedder: { name: string; sha256: string; length: number };
  head: ProjectionHead;
  sgd: SgdModel;
  forest: ForestModel;
  calibrations: Calibrations;
  region: TrainingRegion;
  noveltyScale: NoveltyScale;
  band: DecisionLimits;
  likelihood: LikelihoodScale | null;
  card: ModelCard;
}

/** The trained stages behind an embedder. */
export interface FittedStages {
  head: ProjectionHead;
  history: EpochRecord[];
  /** Of the samples that were fitted, in their order. */
  vectors: Float32Array[];
  sgd: SgdModel;
  forest: ForestModel;
}

/** Clips that were made worse. */
export interface DegradedClips {
  conditions: readonly DegradationName[];
  /** Paths of the clips themselves. */
  clips: ReadonlySet<string>;
  /** Clips left alone because they are pictures: no messenger takes a bit rate from these. */
  pictures: number;
  /** Faces of the copies, each scored by the model of the fold that held out its clip. */
  held: readonly HeldOutFace<DegradedSample>[];
}

interface TrainingEmbedder {
  name: string;
  sha256: string;
  /** Whether it was made to tell people apart, and is known to. */
  tellsPeople: boolean;
}

interface ModelParts {
  samples: readonly TrainingSample[];
  /** Every face, scored while its fold was held out by identity. */
  held: readonly HeldOutFace[];
  /** Some faces, scored by a model that knows their people and clips. */
  leaked: readonly HeldOutFace[];
  /** Null where no clip was made worse. */
  degraded: DegradedClips | null;
  /** On all samples. */
  fitted: FittedStages;
  /** Independent group of each video. */
  groupOf: ReadonlyMap<string, number>;
  /** Folds that were held out. */
  folds: number;
  /** How people were held out, as a sentence. */
  howDealt: string;
  settings: HeadSettings;
  options: {
    name: string;
    dataName: string;
    embedder: TrainingEmbedder;
    licence: string;
    knownClips?: KnownClips | null | undefined;
  };
  /** Which TensorFlow.js backend trained. */
  backend: string;
}

/** Leaked faces are calibrated on one another in so many parts. */
const LEAKED_FOLDS = 5;

export async function assembleModel(
  {
    samples,
    held,
    leaked,
    degraded,
    fitted,
    groupOf,
    folds,
    howDealt,
    settings,
    options,
    backend,
  }: ModelParts,
  signal?: AbortSignal,
): Promise<TrainedModel> {
  const { seed } = settings;
  const { name: embedder, sha256 } = options.embedder;
  const judged = videosWithEnoughFaces(samples);
  const isJudged = (video: string) => judged.has(video);
  const judging = { margin: 1 / (groupOf.size + 2), seed, groupOf };
  const honest = judgeHeldOut(held, { split: 'by-identity', ...judging, isJudged });
  const regrouped = frameFolds(
    leaked.map(({ sample }) => sample),
    { folds: LEAKED_FOLDS, seed },
  );
  const leaky = judgeHeldOut(
    leaked.map((face, index) => ({ ...face, fold: regrouped[index]! })),
    // A part of a clip's faces is too few for most clips to be judged as in casework.
    { split: 'by-frame', ...judging, isJudged: () => true },
  );
  const { auc } = honest.metrics.find((row) => row.level === 'video' && row.classifier === 'combined')!;
  const abstention = judgeAbstention(held, auc, { ...judging, isJudged });
  const limits = tuneLimits(heldOutClips(honest.faces).filter(({ video }) => isJudged(video)));
  const band = decisionLimits(limits, abstention);
  const likelihood = fitLikelihood(honest.videos, seed);
  const conditions = degraded && {
    rows: judgeConditions(degraded, held, honest, { ...judging, given: givenAnswers(abstention) }),
    pictures: degraded.pictures,
  };
  const labels = samples.map(({ label }) => label);
  const card = buildCard({
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
    conditions,
    backend,
    methods: judgeMethods(honest.videos, seed),
    paired: pairedAccuracy(honest.videos, { seed }),
    history: fitted.history,
    tsne: await tsneLayout(fitted.vectors, labels, seed, signal),
  });
  return {
    name: options.name,
    embedder: { name: embedder, sha256, length: samples[0]!.embedding.length },
    ...{ head: fitted.head, sgd: fitted.sgd, forest: fitted.forest },
    calibrations: {
      ...{ sgd: honest.calibrations.sgd.curve, forest: honest.calibrations.forest.curve },
      margin: judging.margin,
    },
    region: fitTrainingRegion(samples, seed),
    // Our own faces all have their distances.
    noveltyScale: limits.scale!,
    ...{ band, card, likelihood: likelihood.scale },
  };
}
