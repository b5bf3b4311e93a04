import { describe, expect, it } from 'vitest';
import { capsuleLines, showsAnchor } from '../../../src-main/cli/capsule-lines.ts';
import { extractTexts } from '../../../src-main/shared/extract-wording.ts';
import { OWN_AUTHORITIES, TIME_STAMP_LIMITS } from '../../../src-main/shared/time-stamp-wording.ts';
import type { CapsuleCheck } from '../../../src-main/shared/capsule.ts';

const hash = (digit: string) => digit.repeat(64);
const check: CapsuleCheck = {
  ...{ files: 9, sha256: hash('a'), fileFaults: [], signOffs: [], timeStamps: [], anchorFault: null },
  extract: null,
  chain: { intact: true, entries: 8, head: hash('b'), faults: [] },
  videos: [
    {
      ...{ path: '/a.mp4', outcome: 'likely-fake', score: 0.93, faces: 4, compared: 4, problem: null },
      ...{ largestDifference: 0.0012, provider: 'cpu', model: 'default', modelSha256: hash('c') },
      tolerance: 0.01,
    },
  ],
  reencoded: 0,
};

describe('the check of a capsule', () => {
  it('says what was compared with what, and what it cannot tell', () => {
    expect(capsuleLines(check, [])).toEqual([
      `sha256    ${hash('a')}`,
      'capsule   9 files, each as the table of contents says',
      `audit     intact: 8 entries, head ${hash('b')}`,
      'scores    the same: /a.mp4. 4 of 4 faces scored again (CPU), largest difference 0.0012, tolerance 0.01',
      `verdict   the same: likely fake, score 0.93; decided again by the model default, SHA-256 ${hash('c')}`,
      `anchor    8:${hash('b')}`,
      'not told  whether report.html and README.txt say what the case says: what is printed here is of the case; unpack case.exhibit and write a report from it',
      'not told  whether the frames are those of the videos, and who made the capsule: compare its sha256 with its sender’s',
    ]);
  });

  it('says that it cannot score a re-encoded copy again, where the case tells of one', () => {
    expect(capsuleLines({ ...check, reencoded: 1 }, [])).toContain(
      "not told  what re-encoded copies of 1 video score: the copies are not inside; whoever has the videos runs 'exhibit reencode' in a case of their own",
    );
  });

  it('says of an extract what of the case and of its log is inside, and what that does not prove', () => {
    const extract = { inside: 2, files: 5, removed: 1, entries: 8, shown: 5, tiedFrom: 7 };
    expect(capsuleLines({ ...check, extract }, []).slice(2, 6)).toEqual([
      'extract   This is an extract: 2 of the 5 files of the case. No file, picture, score or finding of the others is inside; their names are left out as far as they were found. 1 file taken off its list is not inside either.',
      'extract   The audit log has 8 entries. 5 are inside with content. Of the other 3, only the hashes are inside: they may speak of other files, of reports or of the whole case. The log inside cannot show whether these files have a newer finding.',
      'extract   Only the contents from entry 7 to 8 are tied to the head of the log. Without the content of a withheld entry, nobody can compute its hash. An anchor, a signature or a time stamp of the log does not prove the others; the whole case, or a capsule of it, does.',
      'audit     5 of 8 entries checked: each content gives its listed hash',
    ]);
  });

  it('says how far the log of an extract is tied to its head', () => {
    const tied = (tiedFrom: number | null) =>
      extractTexts({ inside: 1, files: 2, removed: 0, entries: 8, shown: 5, tiedFrom })[2];
    expect(tied(8)).toMatch(/^Only the content of the last entry is tied to the head of the log\. /);
    expect(tied(null)).toMatch(/^The last entry is withheld, so no content inside is tied to the head/);
    expect(tied(1)).toBe('Every content is tied to the head of the log.');
  });

  it('takes no anchor as shown by an extract whose contents are not tied to the head', () => {
    const tied = (tiedFrom: number | null) =>
      showsAnchor({ extract: { inside: 1, files: 2, removed: 0, entries: 8, shown: 5, tiedFrom } });
    expect([tied(null), tied(8), tied(2), tied(1)]).toEqual([false, false, false, true]);
    expect(showsAnchor({ extract: null })).toBe(true);
  });

  it('says how many entries of its log are withheld, also where it is one or none', () => {
    const log = (shown: number) =>
      extractTexts({ inside: 1, files: 2, removed: 0, entries: 8, shown, tiedFrom: 1 })[1];
    expect(log(8)).toBe('The audit log has 8 entries. The content of every entry is inside.');
    expect(log(7)).toMatch(
      /7 are inside with content\. Of the other one, only the hash is inside: it may speak of/,
    );
  });

  it('says of an extract that its log was altered', () => {
    const extract = { inside: 2, files: 5, removed: 0, entries: 8, shown: 5, tiedFrom: null };
    const fault = { kind: 'log' as const, seq: 3, problem: 'Audit entry 3 was altered.' };
    const lines = capsuleLines(
      { ...check, extract, chain: { ...check.chain, intact: false, faults: [fault] } },
      [],
    );
    expect(lines).toContain('audit     BROKEN: Audit entry 3 was altered.');
    expect(lines.some((line) => line.includes('checked:'))).toBe(false);
  });

  it('is no comparison where the case has no finding', () => {
    expect(capsuleLines({ ...check, videos: [] }, [])).toContain(
      'scores    NOT COMPARED: no video of the case has a finding',
    );
  });

  it('says of a time stamp that the case itself brings the certificate that it leads to', () => {
    const stamp = {
      ...{ entries: 8, head: hash('b'), at: '2026-01-01T00:00:00.000Z', signer: 'S', authority: 'A' },
      ...{ certificateSha256: hash('d'), loggedAt: '2026-01-01T00:00:00.000Z', distrust: null },
    };
    const lines = capsuleLines({ ...check, timeStamps: [stamp] }, []);
    expect(lines).toContain(`not told  ${OWN_AUTHORITIES} ${TIME_STAMP_LIMITS}`);
  });
});
