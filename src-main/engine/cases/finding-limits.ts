/**
 * How much one finding of a case may hold. A finding is in memory at once, so a stranger's file with frames or faces
 * without end would fill it. Exhibit stores no finding beyond.
 */
import type { Database } from 'better-sqlite3';
import type { Finding } from '../../shared/domain.ts';
import { EngineError } from '../../shared/errors.ts';
import { MAX_FACES_OF_FINDING } from '../../shared/finding-limits.ts';
import { pathText } from '../../shared/path-text.ts';
import { countOf } from '../../shared/wording.ts';
import { tooLarge } from './case-limits.ts';

interface Limit {
  most: number;
  /** What is counted, in the singular and the plural. */
  words: [string, string];
  /** What it is counted in: rows with the number of their finding. */
  rows: string;
  count: (finding: Finding) => number;
}

const limits: readonly Limit[] = [
  {
    ...{ most: 5_000_000, words: ['frame', 'frames'] },
    rows: 'frames',
    count: ({ frames }) => frames.length,
  },
  {
    ...{ most: MAX_FACES_OF_FINDING, words: ['track', 'tracks'] },
    rows: 'tracks',
    count: ({ tracks }) => tracks.length,
  },
  {
    ...{ most: MAX_FACES_OF_FINDING, words: ['face', 'faces'] },
    rows: 'tracks JOIN faces ON track_id = tracks.id',
    count: ({ tracks }) => tracks.reduce((count, { faces }) => count + faces.length, 0),
  },
  {
    // ffmpeg itself opens no file with more than 1,000.
    ...{ most: 10_000, words: ['stream', 'streams'] },
    rows: 'streams',
    count: ({ media }) => media.streams.length,
  },
  {
    ...{ most: 10_000, words: ['model', 'models'] },
    rows: 'verdict_models',
    count: ({ models }) => models.length,
  },
  {
    ...{ most: 1000, words: ['detector of the lab', 'detectors of the lab'] },
    rows: 'guest_verdicts',
    count: ({ guests }) => guests.length,
  },
  {
    ...{ most: 10 * MAX_FACES_OF_FINDING, words: ['score by the lab', 'scores by the lab'] },
    rows: 'guest_verdicts JOIN guest_scores ON guest_verdict_id = guest_verdicts.id',
    count: ({ guests }) =>
      guests.reduce(
        (count, { tracks }) => count + tracks.reduce((sum, { scores }) => sum + scores.length, 0),
        0,
      ),
  },
  {
    ...{ most: 10 * MAX_FACES_OF_FINDING, words: ['track scored by the lab', 'tracks scored by the lab'] },
    rows: 'guest_verdicts JOIN guest_tracks ON guest_verdict_id = guest_verdicts.id',
    count: ({ guests }) => guests.reduce((count, { tracks }) => count + tracks.length, 0),
  },
];

/** A face has about 300 bytes of text: its landmarks. */
const MAX_TEXT_BYTES = 2 ** 29;

/** The text of one finding that is read with it, but for single values, which have a limit of their own. */
const textBytes = `
SELECT verdict_id, sum(octet_length(codec) + octet_length(detail) + octet_length(tags)) AS bytes
  FROM streams GROUP BY verdict_id
UNION ALL SELECT verdict_id, sum(ifnull(octet_length(skipped), 0)) FROM frames GROUP BY verdict_id
UNION ALL SELECT verdict_id, sum(octet_length(reasons)) FROM tracks GROUP BY verdict_id
UNION ALL SELECT verdict_id, sum(octet_length(landmarks) + ifnull(octet_length(refused), 0))
  FROM tracks JOIN faces ON track_id = tracks.id GROUP BY verdict_id
UNION ALL SELECT verdict_id, sum(octet_length(band) + octet_length(reasons)) FROM guest_verdicts GROUP BY verdict_id
UNION ALL SELECT verdict_id, sum(octet_length(guest_tracks.reasons))
  FROM guest_verdicts JOIN guest_tracks ON guest_verdict_id = guest_verdicts.id GROUP BY verdict_id`;

/** Of a case of the newest version. Reads all rows of findings. @throws EngineError case/too-large */
export function requireSmallFindings(sqlite: Database, file: string): void {
  for (const { most, words, rows } of limits) {
    const id = sqlite
      .prepare<[number], number>(
        `SELECT verdict_id FROM ${rows} GROUP BY verdict_id HAVING count(*) > ? LIMIT 1`,
      )
      .pluck()
      .get(most);
    if (id !== undefined) throw tooLarge(file, `more than ${countOf(most, ...words)} in finding ${id}`);
  }
  const id = sqlite
    .prepare<[number], number>(
      `SELECT verdict_id FROM (${textBytes}) GROUP BY verdict_id HAVING sum(bytes) > ? LIMIT 1`,
    )
    .pluck()
    .get(MAX_TEXT_BYTES);
  if (id !== undefined)
    throw tooLarge(file, `more than ${MAX_TEXT_BYTES / 2 ** 20} MB of text in finding ${id}`);
}

/** To be asked before a finding is stored. @throws EngineError case/too-large */
export function requireSmall(finding: Finding): void {
  for (const { most, words, count } of limits) {
    if (count(finding) <= most) continue;
    throw new EngineError(
      'case/too-large',
      `${pathText(finding.path)} has more than ${countOf(most, ...words)}, which is the most that one finding holds, so its analysis is not stored. Analyse fewer frames of it, or with fewer detectors of the lab.`,
    );
  }
}
