/** Data sets in the lab's file: what was imported, what was refused and what repeats something else. */
import { EngineError } from '../../shared/errors.ts';
import type { DatasetDetail, DatasetLayout, DatasetSummary, LabelCount } from '../../shared/lab.ts';
import type { PathWithReason } from '../media/find-media.ts';
import { UNNAMED } from '../support/person-names.ts';
import type { Duplicate } from './find-duplicates.ts';
import type { LabDatabase } from './lab-database.ts';
import type { SeenClip } from './look-at-clips.ts';
import { splitStore } from './split-store.ts';

interface NewDataset {
  name: string;
  /** Absolute. */
  folder: string;
  layout: DatasetLayout;
  clips: readonly SeenClip[];
  /** By place among the clips. */
  duplicates: ReadonlyMap<number, Duplicate>;
  refused: readonly PathWithReason[];
}

export interface DatasetStore {
  /** Whole or not at all. @throws EngineError lab/name-taken */
  add(set: NewDataset): DatasetDetail;
  /** By name. */
  list(): DatasetSummary[];
  /** @throws EngineError lab/not-found */
  detail(datasetId: number): DatasetDetail;
  /** @throws EngineError lab/not-found */
  named(name: string): DatasetSummary;
  /** @throws EngineError lab/name-taken */
  requireFree(name: string): void;
  /** Its faces and splits go with it. @throws EngineError lab/not-found, lab/busy while runs stand on it */
  remove(datasetId: number): void;
}

type SummaryRow = Omit<DatasetSummary, 'hasOfficialSplit'> & { hasOfficialSplit: 0 | 1 };

const isUnnamed = `instr(identity, '${UNNAMED}') = 1`;

const summaries = `
  SELECT datasets.id, name, folder, layout, imported_at AS importedAt, count(*) AS items,
    sum(label = 'real') AS real, sum(label = 'fake') AS fake, sum(${isUnnamed}) AS unnamed,
    count(DISTINCT iif(${isUnnamed}, NULL, identity)) AS identities,
    count(duplicate_of) AS duplicates, max(part = 'test') AND max(part = 'train') AS hasOfficialSplit
  FROM datasets JOIN dataset_items ON dataset_id = datasets.id`;

export function datasetStore(db: LabDatabase): DatasetStore {
  const { sqlite, read, write } = db;
  const selectAll = sqlite.prepare<[], SummaryRow>(`${summaries} GROUP BY datasets.id ORDER BY name`);
  const selectById = sqlite.prepare<[number], SummaryRow>(
    `${summaries} WHERE datasets.id = ? GROUP BY datasets.id`,
  );
  const selectByName = sqlite.prepare<[string], { id: number }>('SELECT id FROM datasets WHERE name = ?');
  const countBy = (name: string) =>
    sqlite.prepare<[number], LabelCount>(
      `SELECT ${name} AS name, sum(label = 'real') AS real, sum(label = 'fake') AS fake
       FROM dataset_items WHERE dataset_id = ? GROUP BY 1 ORDER BY count(*) DESC, 1`,
    );
  const byMethod = countBy(`coalesce(method, iif(label = 'real', 'real', 'not named'))`);
  const byCollection = countBy(`coalesce(collection, 'not named')`);
  const byIdentity = countBy('identity');
  const selectRefused = sqlite.prepare<[number], PathWithReason>(
    'SELECT path, reason FROM dataset_refusals WHERE dataset_id = ? ORDER BY rowid',
  );
  const selectDuplicates = sqlite.prepare<[number], DatasetDetail['duplicates'][number]>(
    `SELECT item.path, first.path AS "of", item.duplicate_kind AS kind
     FROM dataset_items AS item JOIN dataset_items AS first ON first.id = item.duplicate_of
     WHERE item.dataset_id = ? ORDER BY item.id`,
  );
  const countRuns = sqlite.prepare<[number], { runs: number }>(
    'SELECT count(*) AS runs FROM runs WHERE dataset_id = ?',
  );
  const summary = (row: SummaryRow | undefined, what: string): DatasetSummary => {
    if (row) return { ...row, hasOfficialSplit: row.hasOfficialSplit === 1 };
    throw new EngineError(
      'lab/not-found',
      `There is no data set ${what}. See the names with 'exhibit dataset list'.`,
    );
  };
  const detail = (datasetId: number): DatasetDetail => ({
    summary: summary(selectById.get(datasetId), String(datasetId)),
    byMethod: byMethod.all(datasetId),
    byCollection: byCollection.all(datasetId),
    byIdentity: byIdentity.all(datasetId),
    refused: selectRefused.all(datasetId),
    duplicates: selectDuplicates.all(datasetId),
    splits: splitStore(db).list(datasetId),
  });
  const requireFree = (name: string) => {
    if (!selectByName.get(name)) return;
    const message = `A data set with the name '${name}' exists already. Choose another name, or remove it first.`;
    throw new EngineError('lab/name-taken', message);
  };

  return {
    add: (set) =>
      write(() => {
        requireFree(set.name);
        return detail(insertDataset(db, set));
      }),
    list: () => read(() => selectAll.all().map((row) => summary(row, row.name))),
    detail: (datasetId) => read(() => detail(datasetId)),
    named: (name) => read(() => summary(selectById.get(selectByName.get(name)?.id ?? 0), `named '${name}'`)),
    requireFree: (name) => read(() => requireFree(name)),
    remove: (datasetId) =>
      write(() => {
        const { name } = summary(selectById.get(datasetId), String(datasetId));
        const { runs } = countRuns.get(datasetId)!;
        if (runs > 0) {
          const message = `${runs} ${runs === 1 ? 'experiment uses' : 'experiments use'} '${name}'. Remove them first.`;
          throw new EngineError('lab/busy', message);
        }
        sqlite.prepare('DELETE FROM datasets WHERE id = ?').run(datasetId);
        // Vectors of people's faces go with the faces, unless another set has the same picture.
        sqlite.exec('DELETE FROM embeddings WHERE source_sha256 NOT IN (SELECT crop_sha256 FROM faces)');
      }),
  };
}

function insertDataset({ sqlite }: LabDatabase, set: NewDataset): number {
  const { lastInsertRowid } = sqlite
    .prepare('INSERT INTO datasets (name, folder, layout, imported_at) VALUES (?, ?, ?, ?)')
    .run(set.name, set.folder, set.layout, new Date().toISOString());
  const datasetId = Number(lastInsertRowid);
  const insertItem = sqlite.prepare(
    `INSERT INTO dataset_items (dataset_id, path, kind, label, method, collection, identity, donors, source, part,
       size_bytes, sha256, frame_hash, duplicate_of, duplicate_kind)
     VALUES (@datasetId, @path, @kind, @label, @method, @collection, @identity, @donors, @source, @part,
       @sizeBytes, @sha256, @frameHash, @duplicateOf, @duplicateKind)`,
  );
  const ids: number[] = [];
  for (const [place, { donors, frameHash, ...clip }] of set.clips.entries()) {
    const duplicate = set.duplicates.get(place);
    const row = { ...clip, datasetId, donors: JSON.stringify(donors), frameHash: Buffer.from(frameHash) };
    // A clip repeats an earlier one, which therefore has its row.
    const repeats = {
      duplicateOf: duplicate ? ids[duplicate.of]! : null,
      duplicateKind: duplicate?.kind ?? null,
    };
    ids.push(Number(insertItem.run({ ...row, ...repeats }).lastInsertRowid));
  }
  const refuse = sqlite.prepare('INSERT INTO dataset_refusals (dataset_id, path, reason) VALUES (?, ?, ?)');
  for (const { path, reason } of set.refused) refuse.run(datasetId, path, reason);
  return datasetId;
}
