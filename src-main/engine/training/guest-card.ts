/** The card of a guest detector: what its description says, and what was measured on the lab's own clips. */
import type { KnownClips } from '../embedding/trained-on.ts';
import type { GuestEntry } from '../inference/manifest.ts';
import type { DecisionLimits } from '../../shared/domain.ts';
import type { Abstention, ModelCard } from '../../shared/model-card.ts';
import { dataOf, INTENDED_USE, knownText, measuredLimits, sizeText } from './card-facts.ts';
import type { FittedLikelihood } from './fit-likelihood.ts';
import type { Judgement } from './judge-held-out.ts';
import type { TrainingSample } from './training-sample.ts';

interface GuestFacts {
  network: GuestEntry;
  samples: readonly TrainingSample[];
  folds: number;
  /** How people were held out, as a sentence. */
  howDealt: string;
  dataName: string;
  seed: number;
  knownClips: KnownClips | null;
  honest: Judgement<'guest'>;
  band: DecisionLimits;
  abstention: Abstention;
  likelihood: FittedLikelihood;
  methods: ModelCard['methods'];
  paired: ModelCard['paired'];
}

export function guestCard(facts: GuestFacts): ModelCard {
  const { network, samples, folds, howDealt, honest, band, abstention, likelihood, methods, paired } = facts;
  const { guest } = honest.calibrations;
  const { input, output, crop } = network;
  const row = honest.metrics.find(({ level }) => level === 'video')!;
  return {
    name: network.name,
    createdAt: new Date().toISOString(),
    licence: network.licence,
    intendedUse: INTENDED_USE,
    limits: [
      ...measuredLimits({ row, abstention, likelihood, samples }),
      sizeText(row),
      ...knownText(facts.knownClips, 'detector'),
      'What the detector is and what it was trained on is as its description says; Exhibit did not check it.',
      'How far a face is from the training data is not measured: nobody here knows that data.',
      'Forgeries of kinds that are not in the training data may go unnoticed.',
    ],
    embedder: network.name,
    guest: { architecture: network.architecture, training: network.training, origin: network.origin },
    data: dataOf(samples, facts.dataName),
    split: `Split by person: calibrated in ${folds} folds, nothing else is trained; ${howDealt}`,
    parameters: {
      network: `SHA-256 ${network.sha256}`,
      crop: `by ${crop.by === 'box' ? 'the box of the face' : 'landmarks'}, margin ${crop.margin}, ${input.sizePx} px`,
      pixels: `${input.channels}, ${input.layout}, 0 to ${input.range}, mean ${input.mean.join(' ')}, std ${input.std.join(' ')}`,
      output: `${output.gives} of ${output.classes.join(' and ')}`,
      seed: facts.seed,
      calibration: guest.curve.kind,
      faceCllr: Number(guest.cllr.toFixed(4)),
    },
    ...{ band, abstention },
    likelihood: { cllr: likelihood.cllr, given: likelihood.scale !== null },
    ...{ metrics: honest.metrics, methods, paired, conditions: [] },
    ...{ roc: honest.roc, tsne: [], training: [] },
  };
}
