/** `exhibit dataset`: labelled clips into the lab, what is in them, and their splits. */
import { join, resolve } from 'node:path';
import { datasetStore } from '../../engine/lab/dataset-store.ts';
import { exportFaces, requireEmpty } from '../../engine/lab/export-faces.ts';
import type { FailedItem } from '../../engine/lab/face-store.ts';
import { importDataset } from '../../engine/lab/import-dataset.ts';
import { openLabDatabase, type LabDatabase } from '../../engine/lab/lab-database.ts';
import { splitStore } from '../../engine/lab/split-store.ts';
import { findFfmpeg } from '../../engine/media/ffmpeg.ts';
import { EngineError } from '../../shared/errors.ts';
import type { DatasetDetail, LabelCount, SplitSummary, StoredSplitKind } from '../../shared/lab.ts';
import { writeBlendSheet } from '../blend-sheet.ts';
import { exit, type CliCommand, type CliInput } from '../command.ts';
import { openFaces } from '../dataset-faces.ts';
import { choice, count, required, text } from '../options.ts';
import { printable } from '../printable.ts';
import { note, progressNotes } from '../progress-notes.ts';
import { table } from '../table.ts';

const usage = `exhibit dataset import <folder> [--name NAME]
exhibit dataset list
exhibit dataset show <name>
exhibit dataset remove <name>
exhibit dataset split <name> --by identity|video|official [--folds N] [--seed N]
exhibit dataset blends <name> --out FILE.png [--count N] [--seed N]
exhibit dataset export <name> --out FOLDER [--frames N] [--blends N] [--seed N]
  --lab FILE   the lab's own file (default: lab.sqlite beside the settings)
import recognises Celeb-DF, FaceForensics++, DFDC, folders named real and fake, and a manifest.csv; it refuses clips
whose label can't be sure and marks duplicates. Exit code 3: some clips were refused; each is named with the reason.
split makes a split, or finds the one that was made with the same folds (default 5) and seed (default 1).
blends draws a sheet of genuine faces (default 12), their self-blends and masks: what a detector of seams learns from, and names the
genuine clips that show none (exit code 3).
export writes the faces of N frames a clip (default 1), aligned, and N self-blends (default 3) of each genuine one: what the
training recipe of the artefact embedder reads. Exit code 3: some clips show no usable face.`;

const lines = 12;

type Action = (db: LabDatabase, argument: string, input: CliInput) => number | Promise<number>;

const actions: Record<string, Action> = {
  import: async (db, folder, { values, signal }) => {
    const name = text(values, 'name') ?? null;
    const tools = await findFfmpeg(signal);
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

function noteLeftOut(failed: readonly FailedItem[]): number {
  for (const { path, error } of failed) note(`left out ${path}: ${error.message}`);
  return failed.length > 0 ? exit.someFailed : exit.ok;
}

export const dataset: CliCommand = {
  summary: 'import labelled clips into the lab, split them, and draw or export their faces and self-blends',
  usage,
  options: Object.fromEntries(
    ['lab', 'name', 'by', 'folds', 'seed', 'out', 'count', 'frames', 'blends'].map((name) => [
      name,
      { type: 'string' as const },
    ]),
  ),
  async run(input) {
    const [name, argument, ...others] = input.positionals;
    if (argument === '') throw new EngineError('cli/usage', `the name is empty\n\n${usage}`);
    const action = Object.hasOwn(actions, name ?? '') ? actions[name!]! : null;
    const isList = name === 'list' && argument === undefined;
    if (others.length > 0 || (!isList && (action === null || argument === undefined))) {
      throw new EngineError('cli/usage', usage);
    }
    const db = openLabDatabase(
      resolve(text(input.values, 'lab') ?? join(input.settingsFolder, 'lab.sqlite')),
    );
    try {
      if (action !== null && argument !== undefined) return await action(db, argument, input);
      print(listed(db));
      return exit.ok;
    } finally {
      db.close();
    }
  },
};

function listed(db: LabDatabase): string[] {
  const header = ['name', 'layout', 'clips', 'real', 'fake', 'people', 'duplicates'];
  const rows = datasetStore(db)
    .list()
    .map((set) => [set.name, set.layout, set.items, set.real, set.fake, set.identities, set.duplicates]);
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
  ].map(printable);
}

/** The largest, and how many more. */
function counted(what: string, counts: readonly LabelCount[]): string[] {
  const rows = counts.slice(0, lines).map(({ name, real, fake }) => [name, real, fake]);
  const more = counts.length > lines ? [`and ${counts.length - lines} more`] : [];
  return [...table([[what, 'real', 'fake'], ...rows]), ...more];
}

function describedSplit({ id, kind, seed, folds, groups, counts }: SplitSummary): string[] {
  const drawn = kind === 'official' ? 'fold 0 is the test part' : `${folds} folds, seed ${seed}`;
  return [
    `split ${id}: ${kind}, ${drawn}; ${groups} groups that share nobody and no recording`,
    ...table([['fold', 'real', 'fake'], ...counts.map(({ fold, real, fake }) => [fold, real, fake])]),
  ];
}

const print = (shown: readonly string[]) =>
  void process.stdout.write(shown.map((line) => `${line}\n`).join(''));
