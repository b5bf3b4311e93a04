/** `exhibit dataset`: imports labelled clips into the lab, shows them, splits them and exports their faces. */
import { resolve } from 'node:path';
import type { Engine } from '../../engine/engine.ts';
import type { DatasetDetail, DatasetSummary, LabelCount, SplitSummary } from '../../shared/lab.ts';
import { splitDefaults } from '../../shared/lab-defaults.ts';
import { peopleText, splitWords } from '../../shared/lab-wording.ts';
import { labRanges, type Range } from '../../shared/ranges.ts';
import { countOf } from '../../shared/wording.ts';
import { addLabGroup, exit, type AddCommand } from '../command.ts';
import { choiceOption, mandatory, notEmpty, numberOption, textOption } from '../options.ts';
import { note, print } from '../output.ts';
import { progressNotes } from '../progress-notes.ts';
import { aligned } from '../../shared/text-table.ts';
import { printable } from '../printable.ts';
import { splitChoices, type SplitChoice } from '../training-options.ts';

const LINES = 12;
const framesOfClip: Range = { min: 1, max: 1000, whole: true };

export const addDataset: AddCommand = (program, call) => {
  const description = 'import labelled clips into the lab, split them, and export their faces';
  const { group, act } = addLabGroup(program, call, 'dataset', description);
  const named = (command: string, description: string) =>
    group.command(command).description(description).argument('<name>', 'of the data set', notEmpty);
  const seed = (of: string) =>
    numberOption('--seed <n>', `same seed, same ${of}`, labRanges.seed, splitDefaults.seed);

  group
    .command('import')
    .description(
      'imports Celeb-DF, FaceForensics++, DFDC, folders named real and fake, or a clip table (manifest.csv); refuses clips whose ' +
        'label is ambiguous, and marks duplicates (exit code 3: some clips were refused, each with the reason)',
    )
    .argument('<folder>', 'of the clips', notEmpty)
    .addOption(textOption('--name <name>', 'of the data set (default: the name of the folder)'))
    .action(
      act(async (engine, folder: string, { name }: { name?: string }) => {
        noteProgress(engine);
        const { datasets } = engine.lab;
        const detail = await datasets.import({ folder, name: name ?? null });
        print(described(detail));
        for (const { path, reason } of detail.refused) note(`refused ${path}: ${reason}`);
        return detail.refused.length > 0 ? exit.someFailed : exit.ok;
      }),
    );
  group
    .command('list')
    .description('the data sets of the lab')
    .action(act(({ lab }) => print(listed(lab.datasets.list()))));
  named('show', 'what is in a data set').action(
    act(({ lab: { datasets } }, name: string) => print(described(datasets.detail(datasets.named(name).id)))),
  );
  named('remove', 'removes a data set from the lab; its clips stay').action(
    act(({ lab: { datasets } }, name: string) => {
      datasets.remove(datasets.named(name).id);
      print([`${name} is removed from the lab; its clips stay`]);
    }),
  );
  named('split', 'makes a split, or shows the existing one with the same folds and seed')
    .addOption(mandatory(choiceOption('--by <kind>', 'how the data set is split', splitChoices.names)))
    .addOption(numberOption('--folds <n>', 'each held out in turn', labRanges.folds, splitDefaults.folds))
    .addOption(seed('split'))
    .action(
      act(({ lab }, name: string, { by, ...wish }: { by: SplitChoice; folds: number; seed: number }) => {
        const datasetId = lab.datasets.named(name).id;
        print(describedSplit(lab.datasets.split({ ...wish, datasetId, kind: splitChoices.kinds[by] })));
      }),
    );
  named(
    'export',
    'writes aligned faces for the training recipe of the artefact embedder (exit code 3: some clips show no usable face)',
  )
    .addOption(mandatory(textOption('--out <folder>', 'a new folder')))
    .addOption(numberOption('--frames <n>', 'frames a clip', framesOfClip, 1))
    .action(
      act(async (engine, name: string, { out, frames }: { out: string; frames: number }) => {
        noteProgress(engine);
        const folder = resolve(out);
        const { faces, failed } = await engine.lab.datasets.exportFaces(name, { folder, frames });
        print([`${folder}: ${countOf(faces, 'face')}, listed in faces.csv`]);
        for (const { path, error } of failed) note(`left out ${path}: ${error.message}`);
        return failed.length > 0 ? exit.someFailed : exit.ok;
      }),
    );
};

function noteProgress(engine: Engine): void {
  const notes = progressNotes();
  engine.on((event) => {
    if (event.name === 'dataset:progress') notes(event.payload.progress);
  });
}

function listed(sets: readonly DatasetSummary[]): string[] {
  if (sets.length === 0)
    return ["The lab has no data sets. Import one with 'exhibit dataset import <folder>'."];
  const header = ['name', 'layout', 'clips', 'real', 'fake', 'named people', 'duplicates'];
  const rows = sets.map((set) => [
    ...[set.name, set.layout, set.items, set.real, set.fake, set.identities, set.duplicates],
  ]);
  return table([header, ...rows]);
}

function described({ summary, ...detail }: DatasetDetail): string[] {
  const { name, folder, layout, items, real, fake } = summary;
  return [
    `${name}: ${countOf(items, 'clip')}, ${real} real and ${fake} fake, ${peopleText(summary)} (${layout}, ${folder})`,
    `${countOf(detail.duplicates.length, 'duplicate')}, not used; ${countOf(detail.refused.length, 'clip')} refused`,
    ...['', ...counted('method', detail.byMethod)],
    ...['', ...counted('collection', detail.byCollection)],
    ...['', ...counted('person', detail.byIdentity)],
    ...detail.duplicates.map(({ path, of, kind }) => `${kind} ${path} = ${of}`),
    ...detail.splits.flatMap((split) => ['', ...describedSplit(split)]),
  ];
}

/** Names are made printable before their widths are taken. */
const table = (rows: readonly (readonly (string | number)[])[]): string[] =>
  aligned(rows.map((row) => row.map((cell) => (typeof cell === 'string' ? printable(cell) : cell))));

/** The largest, and how many more. */
function counted(what: string, counts: readonly LabelCount[]): string[] {
  const rows = counts.slice(0, LINES).map(({ name, real, fake }) => [name, real, fake]);
  const more = counts.length > LINES ? [`and ${counts.length - LINES} more`] : [];
  return [...table([[what, 'real', 'fake'], ...rows]), ...more];
}

function describedSplit({ id, kind, seed, folds, groups, counts }: SplitSummary): string[] {
  const drawn = kind === 'official' ? 'fold 0 is the test part' : `${folds} folds, seed ${seed}`;
  return [
    `${id}: ${splitWords[kind]}, ${drawn}; ${groups} independent groups of people and recordings`,
    ...table([['fold', 'real', 'fake'], ...counts.map(({ fold, real, fake }) => [fold, real, fake])]),
  ];
}
