/** `exhibit models calibrate`: labelled clips to the calibration of a detector that was added. */
import { basename } from 'node:path';
import type { Command } from 'commander';
import { cardText } from '../../shared/card-text.ts';
import { labRanges } from '../../shared/ranges.ts';
import { countOf } from '../../shared/wording.ts';
import { exit, onEngine, type Call } from '../command.ts';
import { notEmpty, numberOption, textOption } from '../options.ts';
import { note, print } from '../output.ts';
import { progressNotes } from '../progress-notes.ts';

interface CalibrateOptions {
  dataName?: string;
  frames: number;
  seed: number;
}

export function addCalibrate(group: Command, call: Call): void {
  group
    .command('calibrate')
    .summary('measures a detector of yours on labelled clips, and puts it to work')
    .description(
      'The clip table is the one of exhibit train. From then on the detector gives its own score and verdict beside the ' +
        'active model, until it is removed. An earlier calibration is replaced.',
    )
    .argument('<name>', 'of the detector', notEmpty)
    .argument('<clip-table>', 'the clip table', notEmpty)
    .addOption(
      textOption('--data-name <text>', 'name of the data in the card (default: the name of the clip table)'),
    )
    .addOption(numberOption('--frames <n>', 'frames a clip', { ...labRanges.frames, min: 3 }, 32))
    .addOption(numberOption('--seed <n>', 'same seed, same data: same calibration', labRanges.seed, 1))
    .addHelpText('after', '\nExit code 3: some clips showed no usable face.')
    .action((detector: string, manifest: string, { dataName, ...options }: CalibrateOptions) =>
      onEngine(call, { provider: 'cpu' }, async ({ training }) => {
        const { guest, faces, clips, failed } = await training.calibrate(
          { ...options, detector, manifest, dataName: dataName ?? basename(manifest) },
          { signal: call.signal, onProgress: progressNotes() },
        );
        for (const { clip, error } of failed)
          note(`left out line ${clip.line}: ${clip.path}: ${error.message}`);
        note(`${countOf(faces, 'face')} of ${countOf(clips, 'clip')}`);
        print(cardText(guest.card).trimEnd().split('\n'));
        return failed.length > 0 ? exit.someFailed : exit.ok;
      }),
    );
}
