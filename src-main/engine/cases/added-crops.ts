/**
 * Pictures of faces that examiners added. Their SHA-256 stand in the records of the corrections, and those have digests
 * in the audit log.
 */
import { sha256Of } from '../support/sha256.ts';
import type { CaseDatabase } from './case-database.ts';

export interface AddedCrops {
  /** @returns number and SHA-256 of each, in order */
  add(jpegs: readonly Uint8Array[]): { id: number; sha256: string }[];
  get(id: number): Uint8Array | null;
  /** What does not fit the records, a sentence each; none when all does. */
  faults(): string[];
}

/**
 * Of all versions of all corrections: what was taken back stays in the case. An edited record may hold anything: what is
 * no correction names no picture, and the record's own digest tells.
 */
export const selectNamed = `
SELECT DISTINCT iif(face.type = 'object', face.value, '{}') ->> '$.crop.id' AS id,
  iif(face.type = 'object', face.value, '{}') ->> '$.crop.sha256' AS sha256
FROM records, json_each(records.content, '$.corrections') AS correction,
  json_each(iif(correction.type = 'object', correction.value, '{}'), '$.act.faces') AS face
WHERE records.kind = 'people' AND face.type = 'object'
  AND iif(correction.type = 'object', correction.value, '{}') ->> '$.act.kind' = 'add'`;

export function addedCrops({ sqlite, read, write }: CaseDatabase): AddedCrops {
  const insert = sqlite.prepare<[Uint8Array]>('INSERT INTO added_crops (jpeg) VALUES (?)');
  const select = sqlite.prepare<[number], Buffer>('SELECT jpeg FROM added_crops WHERE id = ?').pluck();
  const selectIds = sqlite.prepare<[], number>('SELECT id FROM added_crops ORDER BY id').pluck();
  const named = sqlite.prepare<[], { id: number; sha256: string }>(selectNamed);

  const get = (id: number) => select.get(id) ?? null;

  return {
    add: (jpegs) =>
      write(() =>
        jpegs.map((jpeg) => ({ id: Number(insert.run(jpeg).lastInsertRowid), sha256: sha256Of(jpeg) })),
      ),
    get: (id) => read(() => get(id)),
    faults: () =>
      read(() => {
        const loose = new Set(selectIds.all());
        const faults: string[] = [];
        for (const { id, sha256 } of named.iterate()) {
          const jpeg = get(id);
          if (jpeg === null) faults.push(`The picture ${id} of an added face was taken out of the case.`);
          else if (sha256Of(jpeg) !== sha256)
            faults.push(`The picture ${id} of an added face was changed outside Exhibit.`);
          loose.delete(id);
        }
        return [
          ...faults,
          ...Array.from(
            loose,
            (id) => `The picture ${id} of an added face is in the case, but no correction names it.`,
          ),
        ];
      }),
  };
}
