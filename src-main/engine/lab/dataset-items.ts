/** The clips of a data set, as rows and as the rest of the lab knows them. */
import type { DatasetItem } from '../../shared/lab.ts';
import type { LabDatabase } from './lab-database.ts';

type ItemRow = Omit<DatasetItem, 'donors'> & { donors: string };

const columns = `id, path, kind, label, method, collection, identity, donors, source, part,
  size_bytes AS sizeBytes, sha256, duplicate_of AS duplicateOf`;

/** Every clip of the set, in the order of its folder; duplicates among them. */
export function datasetItems({ sqlite, read }: LabDatabase, datasetId: number): DatasetItem[] {
  const select = sqlite.prepare<[number], ItemRow>(
    `SELECT ${columns} FROM dataset_items WHERE dataset_id = ? ORDER BY id`,
  );
  return read(() => select.all(datasetId)).map((row) => ({
    ...row,
    donors: JSON.parse(row.donors) as string[],
  }));
}

/** Those that take part in experiments: all but what repeats another one. */
export const usableItems = (db: LabDatabase, datasetId: number): DatasetItem[] =>
  datasetItems(db, datasetId).filter(({ duplicateOf }) => duplicateOf === null);
