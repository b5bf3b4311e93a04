import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCase, openCase, viewCase } from '../../../src-main/engine/cases/case-file.ts';
import { storeFinding } from '../../support/stored-case.ts';
import { tamper } from '../../support/tamper.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-rules-'));
  path = join(folder, 'a.exhibit');
  const file = createCase(path, 'Exhibit test');
  storeFinding(file);
  file.close();
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('a row that breaks a rule of its table is named, for work and for looking alone:', () => {
  it.each([
    ['evidence', 'UPDATE evidence SET size_bytes = -1'],
    ['verdicts', 'UPDATE verdicts SET score = 7'],
    ['verdicts', `UPDATE verdicts SET reasons = 'no list'`],
    ['faces', `UPDATE faces SET landmarks = '[]'`],
    ['scores', 'UPDATE scores SET score = -1'],
    ['audit_log', `UPDATE audit_log SET hash = 'short' WHERE seq = 2`],
  ])('%s, %s', (table, sql) => {
    tamper(path, `PRAGMA ignore_check_constraints = ON; ${sql}`);
    for (const open of [() => viewCase(path), () => openCase(path, 'Exhibit test')]) {
      expect(open).toThrow(
        expect.objectContaining({
          code: 'case/damaged',
          message: expect.stringContaining(`CHECK constraint failed in ${table}`) as string,
        }),
      );
    }
  });
});
