/** A guest detector's raw scores of labelled faces to its calibration, limits and card, as for our own models. */
import type { CalibrationCurve } from '../classifiers/calibration.ts';
import type { LikelihoodScale } from '../classifiers/likelihood-ratio.ts';
import type { KnownClips } from '../embedding/trained-on.ts';
import { pairedAccuracy } from '../evaluation/paired-accuracy.ts';
import type { GuestEntry } from '../inference/manifest.ts';
import type { DecisionLimits } from '../../shared/domain.ts';
import type { ModelCard } from '../../shared/model-card.ts';
import type { HeldOutFace } from './calibrated-faces.ts';
import { decisionLimits } from './decision-limits.ts';
import { fitLikelihood } from './fit-likelihood.ts';
import { guestCard } from './guest-card.ts';
import { heldOutClips, videosWithEnoughFaces } from './held-out-clips.ts';
import { judgeAbstention } from './judge-abstention.ts';
import { judgeHeldOut } from './judge-held-out.ts';
import { judgeMethods } from './judge-methods.ts';
import type { TrainingSample } from './training-sample.ts';
import { tuneLimits } from './tune-limits.ts';

/** What the library keeps of a detector. */
export interface CalibratedGuest {
  network: GuestEntry;
  /** From raw scores. */
  calibration: CalibrationCurve;
  /** See `Calibrations.margin`. */
  margin: number;
  band: DecisionLimits;
  likelihood: LikelihoodScale | null;
  card: ModelCard;
}

interface GuestSamples {
  network: GuestEntry;
  /** The raw score is the only number of `embedding`. */
  samples: readonly (TrainingSample & { fold: number; group: number })[];
  howDealt: string;
  dataName: string;
  knownClips: KnownClips | null;
  seed: number;
}

/** @param given faces of at least two folds, whose clips with enough faces are of both classes */
export function judgeGuest({ samples, seed, ...given }: GuestSamples): CalibratedGuest {
  const groupOf = new Map(samples.map(({ video, group }) => [video, group]));
  const held = samples.map((sample): HeldOutFace<TrainingSample, 'guest'> => ({
    ...{ sample, fold: sample.fold, raw: { guest: sample.embedding[0]! }, distances: null },
  }));
  const judged = videosWithEnoughFaces(samples);
  const isJudged = (video: string) => judged.has(video);
  const judging = { margin: 1 / (groupOf.size + 2), seed, groupOf };
  const honest = judgeHeldOut(held, { split: 'by-identity', ...judging, isJudged });
  const { auc } = honest.metrics.find(({ level }) => level === 'video')!;
  const abstention = judgeAbstention(held, auc, { ...judging, isJudged });
  const limits = tuneLimits(heldOutClips(honest.faces).filter(({ video }) => isJudged(video)));
  const band = decisionLimits(limits, abstention);
  const likelihood = fitLikelihood(honest.videos, seed);
  const card = guestCard({
    ...{ ...given, samples, seed, honest, band, abstention, likelihood },
    folds: new Set(samples.map(({ fold }) => fold)).size,
    methods: judgeMethods(honest.videos, seed),
    paired: pairedAccuracy(honest.videos, { seed }),
  });
  return {
    network: given.network,
    calibration: honest.calibrations.guest.curve,
    margin: judging.margin,
    ...{ band, card, likelihood: likelihood.scale },
  };
}
