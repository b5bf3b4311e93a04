/** `exhibit dataset`: labelled clips into the lab, what is in them, and their splits. */
import { join, resolve } from 'node:path';
import { datasetStore } from '../../engine/lab/dataset-store.ts';
import { exportFaces, requireEmpty } from '../../engine/lab/export-faces.ts';
import type { FailedItem } from '../../engine/lab/face-store.ts';
import { importDataset } from '../../engine/lab/import-dataset.ts';
import { openLabDatabase, type LabDatabase } from '../../engine/lab/lab-database.ts';
import { splitStore } from '../../engine/lab/split-store.ts';
import { findFfmpeg } from '../../engine/media/ffmpeg.ts';
import { namedDecoder } from '../../engine/media/named-decoder.ts';
import { EngineError } from '../../shared/errors.ts';
import type { DatasetDetail, LabelCount, SplitSummary, StoredSplitKind } from '../../shared/lab.ts';
import { writeBlendSheet } from '../blend-sheet.ts';
import { exit, type CliCommand, type CliInput } from '../command.ts';
import { openFaces } from '../dataset-faces.ts';
import { choice, count, required, text } from '../options.ts';
import { printable } from '../printable.ts';
import { note, progressNotes } from '../progress-notes.ts';
import { table } from '../table.ts';
import { splitChoices, type SplitChoice } from '../training-options.ts';

type Datasets = Engine['lab']['datasets'];

const LINES = 12;
const sheetRows: Range = { min: 1, max: 60, whole: true };
const framesOfClip: Range = { min: 1, max: 1000, whole: true };
const blendsOfFace: Range = { min: 0, max: 20, whole: true };

export const addDataset: AddCommand = (program, call) => {
  const group = addGroup(
    program,
    'dataset',
    'import labelled clips into the lab, split them, and draw or export their faces and self-blends',
  ).addOption(labOption());
  const act =
    <A extends unknown[]>(work: (datasets: Datasets, ...given: A) => Promise<number> | number) =>
    (...given: A) => {
      const { lab } = group.opts<{ lab?: string }>();
      return onEngine(call, { provider: 'cpu', labFile: lab }, (engine) => {
        const notes = progressNotes();
        engine.on((event) => {
          if (event.name === 'dataset:progress') notes(event.payload.progress);
        });
        return work(engine.lab.datasets, ...given);
      });
    };
  const named = (command: string, description: string) =>
    group.command(command).description(description).argument('<name>', 'of the data set', notEmpty);
  const seed = (of: string) =>
    numberOption('--seed <n>', `same seed, same ${of}`, labRanges.seed, splitDefaults.seed);

const actions: Record<string, Action> = {
  import: async (db, folder, { values, signal, resources, settingsFolder }) => {
    const name = text(values, 'name') ?? null;
    const clips = join(resources, 'resources', 'decoder-check');
    const tools = await findFfmpeg({ clips, named: await namedDecoder(settingsFolder), signal });
    const detail = await importDataset(db, { folder, name }, tools, { signal, onProgress: progressNotes() });
    print(described(detail));
    for (const { path, reason } of detail.refused) note(`refused ${path}: ${reason}`);
    return detail.refused.length > 0 ? exit.someFailed : exit.ok;
  },
  show: (db, name) => {
    const store = datasetStore(db);
    print(described(store.detail(store.named(name).id)));
    return exit.ok;
  },
  remove: (db, name) => {
    const store = datasetStore(db);
    store.remove(store.named(name).id);
    return exit.ok;
  },
  split: (db, name, { values }) => {
    required(values, 'by', usage);
    const by = choice(values, 'by', ['identity', 'video', 'official'], 'identity');
    const kind: StoredSplitKind = by === 'official' ? by : `by-${by}`;
    const folds = count(values, 'folds', { min: 2, max: 20, fallback: 5 });
    const seed = count(values, 'seed', { min: 0, max: 2 ** 31, fallback: 1 });
    const { id: datasetId } = datasetStore(db).named(name);
    print(describedSplit(splitStore(db).create({ datasetId, kind, seed, folds })));
    return exit.ok;
  },
  blends: async (db, name, input) => {
    const out = required(input.values, 'out', usage);
    const rows = count(input.values, 'count', { min: 1, max: 60, fallback: 12 });
    const seed = count(input.values, 'seed', { min: 0, max: 2 ** 31, fallback: 1 });
    const { shown, failed } = await writeBlendSheet(db, name, { out, count: rows, seed }, input);
    print([`${out}: ${shown} genuine faces, their self-blends and masks`].map(printable));
    return noteLeftOut(failed);
  },
  export: async (db, name, input) => {
    const { values, signal } = input;
    const folder = resolve(required(values, 'out', usage));
    const frames = count(values, 'frames', { min: 1, max: 1000, fallback: 1 });
    const blends = count(values, 'blends', { min: 0, max: 20, fallback: 3 });
    const seed = count(values, 'seed', { min: 0, max: 2 ** 31, fallback: 1 });
    await requireEmpty(folder);
    const { faces, failed, store, ffmpeg } = await openFaces(db, name, { frames }, input);
    const run = { store, tools: ffmpeg, signal, onProgress: progressNotes() };
    const pictures = await exportFaces(faces, { folder, blends, seed }, run);
    print([`${folder}: ${pictures} pictures of ${faces.length} faces, listed in faces.csv`].map(printable));
    return noteLeftOut(failed);
  },
};

function noteLeftOut(failed: readonly { path: string; error: ErrorReport }[]): number {
  for (const { path, error } of failed) note(`left out ${path}: ${error.message}`);
  return failed.length > 0 ? exit.someFailed : exit.ok;
}

function listed(sets: readonly DatasetSummary[]): string[] {
  const header = ['name', 'layout', 'clips', 'real', 'fake', 'people', 'duplicates'];
  const rows = sets.map((set) => [
    ...[set.name, set.layout, set.items, set.real, set.fake, set.identities, set.duplicates],
  ]);
  return table([header, ...rows]);
}

function described({ summary, ...detail }: DatasetDetail): string[] {
  const { name, folder, layout, items, real, fake, identities } = summary;
  return [
    `${name}: ${items} clips, ${real} real and ${fake} fake, ${identities} identities (${layout}, ${folder})`,
    `${detail.duplicates.length} duplicates, which take no part; ${detail.refused.length} clips refused`,
    ...['', ...counted('method', detail.byMethod)],
    ...['', ...counted('collection', detail.byCollection)],
    ...['', ...counted('identity', detail.byIdentity)],
    ...detail.duplicates.map(({ path, of, kind }) => `${kind} ${path} = ${of}`),
    ...detail.splits.flatMap((split) => ['', ...describedSplit(split)]),
  ];
}

/** The largest, and how many more. */
function counted(what: string, counts: readonly LabelCount[]): string[] {
  const rows = counts.slice(0, LINES).map(({ name, real, fake }) => [name, real, fake]);
  const more = counts.length > LINES ? [`and ${counts.length - LINES} more`] : [];
  return [...table([[what, 'real', 'fake'], ...rows]), ...more];
}

function describedSplit({ id, kind, seed, folds, groups, counts }: SplitSummary): string[] {
  const drawn = kind === 'official' ? 'fold 0 is the test part' : `${folds} folds, seed ${seed}`;
  return [
    `split ${id}: ${kind}, ${drawn}; ${groups} groups that share nobody and no recording`,
    ...table([['fold', 'real', 'fake'], ...counts.map(({ fold, real, fake }) => [fold, real, fake])]),
  ];
}
