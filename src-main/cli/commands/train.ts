/** `exhibit train`: labelled clips to a model folder with its card. */
import { basename, resolve } from 'node:path';
import { createToolbox } from '../../engine/toolbox.ts';
import { degradationNames, isDegradation, type DegradationName } from '../../engine/media/degradations.ts';
import { textTable } from '../../engine/support/text-table.ts';
import { defaultHeadSettings } from '../../engine/metric-learning/train-head.ts';
import { trainFromManifest } from '../../engine/lab/train-from-manifest.ts';
import { aimText, decisionText, riskLines } from '../../shared/abstention-wording.ts';
import { cardTables } from '../../shared/card-tables.ts';
import { pairedText } from '../../shared/generalisation-wording.ts';
import { EngineError } from '../../shared/errors.ts';
import { exit, type CliCommand, type CliInput } from '../command.ts';
import { count, number, required, text } from '../options.ts';
import { note, progressNotes } from '../progress-notes.ts';

const usage = `exhibit train <manifest.csv> --out FOLDER
  --data-name TEXT    what the data is called in the card (default: the manifest's name)
  --licence TEXT      terms under which the model may be used (default: research and evaluation)
  --embedder NAME     artefact (default), which sees the forgery, or another of 'exhibit models list'
  --frames N          frames a clip (default 32)
  --epochs N          of the metric-learning head (default 100)
  --batch N           faces a batch (default 32)
  --learning-rate X   of Adam (default 0.0003)
  --margin X          of the triplet loss (default 1)
  --layers N,N,…      widths of the head's layers, the output last (default 256,256,128,64)
  --dropout X         share of activations dropped after each hidden layer (default 0.1)
  --conditions N,N,…  also make the held-out videos worse and score them, each name one of
                      ${degradationNames.join(', ')}
  --seed N            same seed, same data: same model (default 1)
The manifest has the columns path and label (real or fake) and, so that no person stands on both sides of a
split, identity and source; clips whose faces look like one person are kept together anyway. A path names a clip or a folder of frames. Exit code 3: some clips gave no face, or no copy could be made of them.`;

const DEFAULT_EMBEDDER = 'artefact';

export const train: CliCommand = {
  summary: 'train a model on labelled clips',
  usage,
  options: Object.fromEntries(
    [
      'out',
      'data-name',
      'licence',
      'embedder',
      'frames',
      'epochs',
      'batch',
      'learning-rate',
      'margin',
      'layers',
      'dropout',
      'conditions',
      'seed',
    ].map((name) => [name, { type: 'string' as const }]),
  ),
  async run({ values, positionals, signal, ...input }) {
    const [manifest, ...others] = positionals;
    if (manifest === undefined || others.length > 0) throw new EngineError('cli/usage', usage);
    const out = resolve(required(values, 'out', usage));
    const settings = settingsFrom(values);
    const conditions = conditionsFrom(values);
    const frames = count(values, 'frames', { min: 1, max: 10_000, fallback: 32 });
    const toolbox = createToolbox({ ...input, provider: 'cpu' });
    try {
      const embedder = text(values, 'embedder') ?? DEFAULT_EMBEDDER;
      const tools = await toolbox.faceTools(embedder);
      const { model, faces, clips, failed, failedCopies } = await trainFromManifest(
        manifest,
        {
          ...settings,
          ...{ folder: out, frames, conditions },
          trainedOn: await toolbox.trainedOn(embedder),
          dataName: text(values, 'data-name') ?? basename(manifest),
          licence: text(values, 'licence') ?? 'research and evaluation',
        },
        tools,
        { signal, onProgress: progressNotes() },
      );
      for (const { clip, error } of failed)
        note(`left out line ${clip.line}: ${clip.path}: ${error.message}`);
      for (const { clip, condition, error } of failedCopies)
        note(`left out of ${condition} line ${clip.line}: ${clip.path}: ${error.message}`);
      const honest = model.card.metrics.find(
        (row) => row.split === 'by-identity' && row.level === 'video' && row.classifier === 'combined',
      );
      note(`${out}: ${faces} faces of ${clips} clips`);
      if (honest)
        note(`video AUC by identity ${figure(honest.auc)} (${honest.real} real, ${honest.fake} fake)`);
      const { abstention } = model.card;
      for (const line of [...riskLines(abstention), aimText(abstention), decisionText(abstention)])
        note(line);
      note(pairedText(model.card.paired));
      for (const line of cardTables(model.card).flatMap((table) => textTable(table).split('\n'))) note(line);
      note(`Cllr of the likelihood ratios ${figure(model.card.likelihood.cllr)}`);
      return failed.length + failedCopies.length > 0 ? exit.someFailed : exit.ok;
    } finally {
      await toolbox.dispose();
    }
  },
};

function settingsFrom(values: CliInput['values']) {
  return {
    epochs: count(values, 'epochs', { min: 1, max: 100_000, fallback: 100 }),
    batchSize: evenBatch(values),
    learningRate: number(values, 'learning-rate', { min: 1e-8, max: 1, fallback: 3e-4 }),
    margin: number(values, 'margin', { min: 0, max: 100, fallback: 1 }),
    layers: layerWidths(values),
    dropout: number(values, 'dropout', { min: 0, max: 0.9, fallback: defaultHeadSettings.dropout }),
    seed: count(values, 'seed', { min: 0, max: 2 ** 31, fallback: 1 }),
  };
}

function evenBatch(values: CliInput['values']): number {
  const batch = count(values, 'batch', { min: 4, max: 4096, fallback: 32 });
  if (batch % 2 === 0) return batch;
  throw new EngineError('cli/usage', `--batch takes an even number, half real and half fake, not ${batch}`);
}

/** @throws EngineError cli/usage when it is not a list of whole numbers */
export function layerWidths(values: CliInput['values']): readonly number[] {
  const given = text(values, 'layers');
  if (given === undefined) return defaultHeadSettings.layers;
  const widths = given.split(',').map(Number);
  if (widths.every((width) => Number.isInteger(width) && width >= 1 && width <= 4096)) return widths;
  throw new EngineError(
    'cli/usage',
    `--layers takes whole numbers from 1 to 4096 with commas between, such as 256,256,128,64, not '${given}'`,
  );
}

/** @throws EngineError cli/usage */
export function conditionsFrom(values: CliInput['values']): DegradationName[] {
  const names = new Set(
    text(values, 'conditions')
      ?.split(',')
      .map((name) => name.trim()),
  );
  return [...names].map((name) => {
    if (isDegradation(name)) return name;
    const known = degradationNames.join(', ');
    throw new EngineError(
      'cli/usage',
      `--conditions takes names with commas between, of ${known}, not '${name}'`,
    );
  });
}

const figure = ({ value, low, high }: { value: number; low: number; high: number }) =>
  `${value.toFixed(3)} (95 % interval ${low.toFixed(3)} to ${high.toFixed(3)})`;
