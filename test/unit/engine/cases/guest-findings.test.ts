import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { guestFindings } from '../../../../src-main/engine/cases/guest-findings.ts';
import { migrations } from '../../../../src-main/engine/cases/migrations/index.ts';

const FACES = 3000;
let db: Sqlite.Database;

/** Finding 1 with two tracks: 3,000 faces, the last one without a score, and two faces of 3,001 and 3,002. */
beforeEach(() => {
  db = new Sqlite(':memory:');
  for (const step of migrations) step.apply(db);
  db.pragma('foreign_keys = OFF');
  const band = JSON.stringify({ threshold: 0.5, realBelow: 0.4, fakeAbove: 0.6, gates: {} });
  const numbers = `WITH n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < ${FACES + 2})`;
  db.exec(`
INSERT INTO models (id, role, name, sha256) VALUES (1, 'guest', 'own', '${'a'.repeat(64)}');
INSERT INTO tracks VALUES (1, 1, 1, 0, 1, 'not-applicable', NULL, NULL, '["x"]');
INSERT INTO tracks VALUES (2, 1, 2, 0, 1, 'not-applicable', NULL, NULL, '["x"]');
${numbers} INSERT INTO faces SELECT i, iif(i <= ${FACES}, 1, 2), i, 0, 0, 0, 0, 1, 1, '[0,0,0,0,0]', 1, 1, 1, 1, 1, 1, NULL FROM n;
INSERT INTO guest_verdicts (id, verdict_id, model_id, band, outcome, score, reasons)
  VALUES (1, 1, 1, '${band}', 'likely-fake', 0.9, '["Why."]');
INSERT INTO guest_tracks (guest_verdict_id, track_id, outcome, score, reasons)
  VALUES (1, 1, 'likely-fake', 0.9, '["One."]'), (1, 2, 'inconclusive', 0.5, '["Two."]');
${numbers} INSERT INTO guest_scores SELECT 1, i, i / 4000.0 FROM n WHERE i <> ${FACES};`);
});
afterEach(() => db.close());

it('gives each track the scores of its faces in their order, and null for a face without one', () => {
  const [guest] = guestFindings(db, 'a.exhibit').load(1);
  expect(guest!.tracks.map(({ scores }) => scores.length)).toEqual([FACES, 2]);
  expect(guest!.tracks[0]!.scores.slice(0, 2)).toEqual([1 / 4000, 2 / 4000]);
  expect(guest!.tracks[0]!.scores.slice(-2)).toEqual([(FACES - 1) / 4000, null]);
  expect(guest!.tracks[1]!.scores).toEqual([(FACES + 1) / 4000, (FACES + 2) / 4000]);
  expect(guest!.tracks.map(({ verdict }) => verdict.reasons)).toEqual([['One.'], ['Two.']]);
});

it('goes over the scores of a track once, and not again for each of its faces', () => {
  const load = guestFindings(db, 'a.exhibit').load;
  let visited = 0;
  const iterator = Array.prototype[Symbol.iterator];
  Array.prototype[Symbol.iterator] = function (this: unknown[]) {
    visited += this.length;
    return iterator.call(this);
  };
  try {
    load(1);
  } finally {
    Array.prototype[Symbol.iterator] = iterator;
  }
  expect(visited).toBeGreaterThanOrEqual(FACES);
  // A list that is copied for each face is 4,500,000.
  expect(visited).toBeLessThan(10 * FACES);
});
