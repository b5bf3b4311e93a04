import Sqlite from 'better-sqlite3';
import { expect, it } from 'vitest';
import { requireSmall, requireSmallFindings } from '../../../../src-main/engine/cases/finding-limits.ts';
import { migrations } from '../../../../src-main/engine/cases/migrations/index.ts';
import { sampleFinding } from './sample-finding.ts';

const tooLarge = (what: string) =>
  expect.objectContaining({ code: 'case/too-large', message: expect.stringContaining(what) as string });

/** A case in which a view stands for one table, so that millions of rows take no place. */
function caseWith(table: string, most: number, columns: string): Sqlite.Database {
  const db = new Sqlite(':memory:');
  for (const step of migrations) step.apply(db);
  db.pragma('foreign_keys = OFF');
  db.exec(`INSERT INTO tracks VALUES (1, 3, 1, 0, 0, 'not-applicable', NULL, NULL, '["x"]')`);
  db.exec(`INSERT INTO guest_verdicts (id, verdict_id, model_id, band, outcome, reasons)
           VALUES (1, 3, 1, '{}', 'not-applicable', '["x"]')`);
  db.exec(`DROP TABLE ${table};
    CREATE VIEW ${table} AS WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < ${most})
    SELECT ${columns} FROM n`);
  return db;
}

const streams = `3 AS verdict_id, '' AS codec, '' AS detail, '{}' AS tags`;

it.each([
  ['frames', 5_000_000, '3 AS verdict_id, NULL AS skipped', '5,000,000 frames'],
  ['tracks', 1_000_000, `i AS id, 3 AS verdict_id, '[]' AS reasons`, '1,000,000 tracks'],
  ['faces', 1_000_000, `1 AS track_id, '[]' AS landmarks, NULL AS refused`, '1,000,000 faces'],
  ['streams', 10_000, streams, '10,000 streams'],
  ['verdict_models', 10_000, '3 AS verdict_id', '10,000 models'],
  [
    'guest_tracks',
    10_000_000,
    `1 AS guest_verdict_id, '[]' AS reasons`,
    '10,000,000 tracks scored by the lab',
  ],
  ['guest_scores', 10_000_000, '1 AS guest_verdict_id', '10,000,000 scores by the lab'],
  [
    'guest_verdicts',
    1000,
    `i AS id, 3 AS verdict_id, '{}' AS band, '[]' AS reasons`,
    '1,000 detectors of the lab',
  ],
])(
  'no finding has more %s than %i',
  (table, most, columns, words) => {
    const db = caseWith(table, most + 1, columns);
    expect(() => requireSmallFindings(db, 'a.exhibit')).toThrow(tooLarge(`more than ${words} in finding 3`));
    db.close();
  },
  300_000,
);

it('no finding has more than 512 MB of text, though each value of it is short enough', () => {
  const text = `hex(zeroblob(${2 ** 24}))`;
  const db = caseWith('streams', 9, `3 AS verdict_id, ${text} AS codec, ${text} AS detail, '{}' AS tags`);
  expect(() => requireSmallFindings(db, 'a.exhibit')).toThrow(
    tooLarge('more than 512 MB of text in finding 3'),
  );
  db.close();
}, 300_000);

it('takes a finding with as many as one may have', () => {
  const db = caseWith('streams', 10_000, streams);
  expect(() => requireSmallFindings(db, 'a.exhibit')).not.toThrow();
  db.close();
});

it('is asked before a finding is stored, with the same limits', () => {
  const finding = sampleFinding();
  expect(() => requireSmall(finding)).not.toThrow();
  const [track] = finding.tracks;
  const many = (faces: number) => ({
    ...finding,
    tracks: [
      {
        ...track!,
        faces: new Array(faces).fill(track!.faces[0]!) as (typeof finding.tracks)[number]['faces'],
      },
    ],
  });
  expect(() => requireSmall(many(1_000_000))).not.toThrow();
  expect(() => requireSmall(many(1_000_001))).toThrow(tooLarge('more than 1,000,000 faces'));
});
