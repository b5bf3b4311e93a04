/** Every parameter of a run by name, so that another desk can type them in again. */
import { classifierName } from '../../src-main/shared/lab-wording.ts';
import type { Augmentation, ExperimentParameters } from '../../src-main/shared/lab.ts';
import { samplingText } from '../../src-main/shared/wording.ts';
import { texts } from '../texts/texts.ts';
import { kindWords, lossWords } from './lab-words.ts';

interface ParameterFact {
  name: string;
  value: string;
}

export function parameterFacts(parameters: ExperimentParameters): ParameterFact[] {
  const { kind, embedder, sampling, seed, leaky } = parameters;
  return factsOf({
    Kind: kindWords[kind],
    Embedder: embedder,
    Frames: samplingText(sampling),
    'Split by frame': leaky ? texts.model.runBesideTheChosenOne : texts.model.notRun,
    Seed: seed,
    ...ofKind(parameters),
  });
}

function ofKind(parameters: ExperimentParameters): Record<string, string | number> {
  switch (parameters.kind) {
    case 'softmax': {
      const { beta1, beta2, epsilon, scheduleDecay, augmentation } = parameters;
      return {
        'Hidden layer': parameters.hidden,
        Dropouts: parameters.dropouts.join(', '),
        Nadam: texts.model.adamParameters({ beta1, beta2, epsilon, scheduleDecay }),
        Validation: percent(parameters.validationShare),
        Augmentation: augmentationText(augmentation),
      };
    }
    case 'lstm':
      return {
        'LSTM units': parameters.units,
        ...training(parameters),
        Validation: percent(parameters.validationShare),
      };
    case 'metric-learning':
      return {
        Loss: lossWords[parameters.loss],
        Head: parameters.layers.join(' – '),
        Dropout: parameters.dropout,
        Margin: parameters.margin,
        ...training(parameters),
        Classifiers: parameters.classifiers.map(classifierName).join(', '),
      };
  }
}

const training = (of: { learningRate: number; batchSize: number; epochs: number }) => ({
  'Learning rate': of.learningRate,
  'Batch size': of.batchSize,
  Epochs: of.epochs,
});

function augmentationText(of: Augmentation): string {
  if (of.copies === 0) return texts.model.none;
  const shifts = texts.model.shiftsOfCopies({
    widthShift: percent(of.widthShift),
    heightShift: percent(of.heightShift),
  });
  return texts.model.copiesOfAFace({
    copies: of.copies,
    rotationDegrees: of.rotationDegrees,
    zoom: percent(of.zoom),
    shifts,
    flipped: of.flip,
  });
}

const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`;

const factsOf = (values: Record<string, string | number>): ParameterFact[] =>
  Object.entries(values).map(([name, value]) => ({ name, value: String(value) }));
