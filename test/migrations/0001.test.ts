import Sqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { initial } from '../../src-main/engine/cases/migrations/0001-initial.ts';

function emptyCase() {
  const db = new Sqlite(':memory:');
  db.pragma('foreign_keys = ON');
  initial.apply(db);
  return db;
}

const hash = '0'.repeat(64);

describe('migration 1', () => {
  it('makes only strict tables, each with a plural name', () => {
    const tables = emptyCase().pragma('table_list') as { name: string; type: string; strict: number }[];
    const ours = tables.filter(({ name }) => !name.startsWith('sqlite_'));
    expect(ours.filter(({ strict }) => strict === 0)).toEqual([]);
    expect(ours.map(({ name }) => name).sort()).toEqual([
      'audit_log',
      'crops',
      'evidence',
      'faces',
      'frames',
      'jobs',
      'models',
      'scores',
      'streams',
      'thumbnails',
      'tracks',
      'verdict_models',
      'verdicts',
    ]);
  });

  it('refuses to change or remove an audit entry, or to leave one out', () => {
    const db = emptyCase();
    const insert = db.prepare(
      `INSERT INTO audit_log (seq, at, action, detail, previous_hash, hash) VALUES (?, 't', 'a', '{}', ?, ?)`,
    );
    insert.run(1, hash, '1'.repeat(64));
    expect(() => db.exec(`UPDATE audit_log SET detail = '{"x":1}'`)).toThrow('append-only');
    expect(() => db.exec('DELETE FROM audit_log')).toThrow('append-only');
    expect(() => insert.run(3, hash, '3'.repeat(64))).toThrow('follows the last');
  });

  it('refuses a verdict without a score that is not "not-applicable", and the other way round', () => {
    const db = emptyCase();
    db.exec(
      `INSERT INTO evidence (path, name, size_bytes, state, added_at) VALUES ('/a', 'a', 1, 'waiting', 't')`,
    );
    const insert = db.prepare(
      `INSERT INTO verdicts (evidence_id, analysis_key, path, sha256, outcome, score, reasons, media, parameters,
         provider, versions, band, decode_warnings, started_at, finished_at)
       VALUES (1, 'k', '/a', '${hash}', ?, ?, '["why"]', '{}', '{}', '{}', '{}', '{}', '[]', 's', 'f')`,
    );
    expect(() => insert.run('likely-fake', null)).toThrow('CHECK');
    expect(() => insert.run('not-applicable', 0.2)).toThrow('CHECK');
    expect(() => insert.run('likely-fake', 1.2)).toThrow('CHECK');
    expect(insert.run('not-applicable', null).changes).toBe(1);
  });
});
