/** Splits of data sets, made once and kept: the same data set, kind, seed and folds give the stored one again. */
import { EngineError } from '../../shared/errors.ts';
import type { SplitSummary, StoredSplitKind } from '../../shared/lab.ts';
import { usableItems } from './dataset-items.ts';
import type { LabDatabase } from './lab-database.ts';
import { asStored, makeSplit, type Placed } from './make-split.ts';

interface NewSplit {
  datasetId: number;
  kind: StoredSplitKind;
  seed: number;
  folds: number;
  /**
   * Where faces were compared: the clips that take part, each with those that show somebody who looks like the same
   * person. The set has no such split yet.
   */
  alike?: ReadonlyMap<number, readonly number[]>;
}

interface SplitStore {
  /** @throws EngineError lab/bad-split, lab/not-found */
  create(split: NewSplit): SplitSummary;
  /** Newest first. */
  list(datasetId: number): SplitSummary[];
  /** @throws EngineError lab/not-found */
  summary(splitId: number): SplitSummary;
  /** Fold and group of each clip that takes part. */
  places(splitId: number): Placed[];
}

type SplitRow = Omit<SplitSummary, 'counts' | 'groups'>;

const columns = 'id, dataset_id AS datasetId, kind, seed, folds, created_at AS createdAt';

export function splitStore(db: LabDatabase): SplitStore {
  const { sqlite, read, write } = db;
  const insert = sqlite.prepare<[number, StoredSplitKind, number, number, string]>(
    'INSERT INTO splits (dataset_id, kind, seed, folds, created_at) VALUES (?, ?, ?, ?, ?)',
  );
  const insertItem = sqlite.prepare<[number, number, number, number]>(
    'INSERT INTO split_items (split_id, item_id, fold, group_number) VALUES (?, ?, ?, ?)',
  );
  const same = sqlite.prepare<[number, StoredSplitKind, number, number], { id: number }>(
    'SELECT id FROM splits WHERE dataset_id = ? AND kind = ? AND seed = ? AND folds = ?',
  );
  const selectAll = sqlite.prepare<[number], SplitRow>(
    `SELECT ${columns} FROM splits WHERE dataset_id = ? ORDER BY id DESC`,
  );
  const selectById = sqlite.prepare<[number], SplitRow>(`SELECT ${columns} FROM splits WHERE id = ?`);
  const selectCounts = sqlite.prepare<[number], SplitSummary['counts'][number]>(
    `SELECT fold, sum(label = 'real') AS real, sum(label = 'fake') AS fake
     FROM split_items JOIN dataset_items ON dataset_items.id = item_id
     WHERE split_id = ? GROUP BY fold ORDER BY fold`,
  );
  const countGroups = sqlite.prepare<[number], { groups: number }>(
    'SELECT count(DISTINCT group_number) AS groups FROM split_items WHERE split_id = ?',
  );
  const selectPlaces = sqlite.prepare<[number], Placed>(
    `SELECT item_id AS itemId, fold, group_number AS "group" FROM split_items WHERE split_id = ? ORDER BY item_id`,
  );
  const whole = (row: SplitRow): SplitSummary => ({
    ...row,
    groups: countGroups.get(row.id)!.groups,
    counts: selectCounts.all(row.id),
  });
  const summary = (splitId: number) => {
    const row = selectById.get(splitId);
    if (row) return whole(row);
    throw new EngineError('lab/not-found', `There is no split ${splitId}. List the splits of the data set.`);
  };

  return {
    create: ({ datasetId, alike, ...asked }) =>
      write(() => {
        const { kind, seed, folds } = asStored(asked);
        const stored = same.get(datasetId, kind, seed, folds);
        if (stored) return summary(stored.id);
        const items = usableItems(db, datasetId);
        const compared = alike && items.filter(({ id }) => alike.has(id));
        const places = makeSplit(
          compared?.map((item) => ({ ...item, alike: alike!.get(item.id)! })) ?? items,
          { kind, seed, folds },
        );
        const now = new Date().toISOString();
        const splitId = Number(insert.run(datasetId, kind, seed, folds, now).lastInsertRowid);
        for (const { itemId, fold, group } of places) insertItem.run(splitId, itemId, fold, group);
        return summary(splitId);
      }),
    list: (datasetId) => read(() => selectAll.all(datasetId).map(whole)),
    summary: (splitId) => read(() => summary(splitId)),
    places: (splitId) => read(() => selectPlaces.all(splitId)),
  };
}
