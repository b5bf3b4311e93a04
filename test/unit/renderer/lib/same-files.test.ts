import { expect, it } from 'vitest';
import { sameFiles } from '../../../../src-renderer/lib/same-files.ts';
import { evidenceRow } from '../support/rows.ts';

it('names for each file that is there twice the first other one, analysed or not', () => {
  const rows = [
    evidenceRow(1, { sha256: 'aa' }),
    evidenceRow(2),
    evidenceRow(3, { sha256: 'bb' }),
    evidenceRow(4, { sha256: 'aa' }),
    evidenceRow(5),
  ];
  const same = sameFiles(rows, [{ evidenceId: 2, sha256: 'aa' }]);
  expect([...same].map(([id, other]) => [id, other.id])).toEqual([
    [1, 2],
    [2, 1],
    [4, 1],
  ]);
});

it('does not believe an older hash where the analysis stored another one', () => {
  const rows = [evidenceRow(1, { sha256: 'aa' }), evidenceRow(2, { sha256: 'bb' })];
  expect(sameFiles(rows, [{ evidenceId: 2, sha256: 'aa' }]).size).toBe(0);
});
