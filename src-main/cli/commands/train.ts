/** `exhibit train`: labelled clips to a model folder with its card. */
import { basename, resolve } from 'node:path';
import type { Engine } from '../../engine/engine.ts';
import { aimText, decisionText, riskLines } from '../../shared/abstention-wording.ts';
import { cardTables } from '../../shared/card-tables.ts';
import { degradationNames, type DegradationName } from '../../shared/degradation-names.ts';
import { pairedText } from '../../shared/generalisation-wording.ts';
import { countOf } from '../../shared/wording.ts';
import { metricDefaults } from '../../shared/lab-defaults.ts';
import type { Estimate, ModelCard } from '../../shared/model-card.ts';
import { labRanges } from '../../shared/ranges.ts';
import { textTable } from '../../shared/text-table.ts';
import { exit, onEngine, type AddCommand, type Call } from '../command.ts';
import { mandatory, notEmpty, numberIn, numberOption, option, textOption, wrongUsage } from '../options.ts';
import { note } from '../output.ts';
import { progressNotes } from '../progress-notes.ts';
import { degradationList, layerWidths } from '../training-options.ts';

interface TrainOptions {
  out: string;
  dataName?: string;
  licence: string;
  embedder: string;
  frames: number;
  epochs: number;
  batch: number;
  learningRate: number;
  margin: number;
  layers: number[];
  dropout: number;
  conditions: DegradationName[];
  seed: number;
}

const { batchSize } = labRanges;

export const addTrain: AddCommand = (program, call) => {
  const { epochs, learningRate, margin, layers, dropout, seed } = metricDefaults;
  program
    .command('train')
    .summary('train a model on labelled clips')
    .description(
      'The clip table has the columns path and label (real or fake). With the columns identity and source, no person ' +
        'or recording is on both sides of a split. Clips whose faces look like one person are always kept together. ' +
        'A path names a clip or a folder of frames.',
    )
    .argument('<clip-table>', 'the clip table', notEmpty)
    .addOption(
      mandatory(
        textOption('--out <folder>', 'the new folder of the model; its last part is the name of the model'),
      ),
    )
    .addOption(
      textOption('--data-name <text>', 'name of the data in the card (default: the name of the clip table)'),
    )
    .addOption(
      textOption('--licence <text>', 'terms under which the model may be used', 'research and evaluation'),
    )
    .addOption(
      textOption(
        '--embedder <name>',
        "network that turns faces into vectors, from 'exhibit models list'; artefact looks for traces of forgery",
        'artefact',
      ),
    )
    // A clip with fewer than three faces is not judged.
    .addOption(numberOption('--frames <n>', 'frames a clip', { ...labRanges.frames, min: 3 }, 32))
    .addOption(numberOption('--epochs <n>', 'of the metric-learning head', labRanges.epochs, epochs))
    .addOption(
      option(
        '--batch <n>',
        `faces a batch, an even number (${batchSize.min} to ${batchSize.max})`,
        evenBatch,
        metricDefaults.batchSize,
      ),
    )
    .addOption(numberOption('--learning-rate <x>', 'of Adam', labRanges.learningRate, learningRate))
    .addOption(numberOption('--margin <x>', 'of the triplet loss', labRanges.margin, margin))
    .addOption(
      option(
        '--layers <n,n,...>',
        `widths of the head's layers, the output last (each ${labRanges.layer.min} to ${labRanges.layer.max})`,
        layerWidths,
        layers,
        layers.join(','),
      ),
    )
    .addOption(
      numberOption(
        '--dropout <x>',
        'share of activations dropped after each hidden layer',
        labRanges.dropout,
        dropout,
      ),
    )
    .addOption(
      option<DegradationName[]>(
        '--conditions <name,name,...>',
        `also degrade the held-out videos and score them: ${degradationNames.join(', ')}`,
        degradationList,
        [],
        'none',
      ),
    )
    .addOption(numberOption('--seed <n>', 'same seed, same data: same model', labRanges.seed, seed))
    .addHelpText('after', '\nExit code 3: some clips showed no usable face, or could not be degraded.')
    .action((manifest: string, options: TrainOptions) =>
      onEngine(call, { provider: 'cpu' }, ({ training }) => train(training, manifest, options, call)),
    );
};

async function train(
  training: Engine['training'],
  manifest: string,
  { out, dataName, batch, ...options }: TrainOptions,
  { signal }: Call,
): Promise<number> {
  const folder = resolve(out);
  const { model, faces, clips, failed, failedCopies } = await training.train(
    { ...options, manifest, folder, batchSize: batch, dataName: dataName ?? basename(manifest) },
    { signal, onProgress: progressNotes() },
  );
  for (const { clip, error } of failed) note(`left out line ${clip.line}: ${clip.path}: ${error.message}`);
  for (const { clip, condition, error } of failedCopies)
    note(`left out of ${condition} line ${clip.line}: ${clip.path}: ${error.message}`);
  note(`${folder}: ${countOf(faces, 'face')} of ${countOf(clips, 'clip')}`);
  for (const line of figuresOf(model.card)) note(line);
  return failed.length + failedCopies.length > 0 ? exit.someFailed : exit.ok;
}

function figuresOf(card: ModelCard): string[] {
  const { abstention, metrics, paired, likelihood } = card;
  const honest = metrics.find(
    (row) => row.split === 'by-identity' && row.level === 'video' && row.classifier === 'combined',
  );
  return [
    ...(honest
      ? [`video AUC, split by person ${figure(honest.auc)} (${honest.real} real, ${honest.fake} fake)`]
      : []),
    ...[...riskLines(abstention), aimText(abstention), decisionText(abstention), pairedText(paired)],
    ...cardTables(card).flatMap((table) => textTable(table).split('\n')),
    `Cllr of the likelihood ratios ${figure(likelihood.cllr)}`,
  ];
}

function evenBatch(given: string, name: string): number {
  const batch = numberIn(batchSize, given, name);
  if (batch % 2 === 0) return batch;
  throw wrongUsage(`${name} takes an even number, half real and half fake, not ${batch}`);
}

const figure = ({ value, low, high }: Estimate) =>
  `${value.toFixed(3)} (95 % interval ${low.toFixed(3)} to ${high.toFixed(3)})`;
