/** Entries of the log that were planted before what they tell of, in a case that is handed to an examiner. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createCase, type CaseFile } from '../../../src-main/engine/cases/case-file.ts';
import { storeFinding } from '../../support/stored-case.ts';

let folder: string;
let file: CaseFile;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-early-'));
  file = createCase(join(folder, 'a.exhibit'), 'Exhibit test');
});
afterEach(() => {
  file.close();
  rmSync(folder, { recursive: true });
});

const sha256 = 'a'.repeat(64);
const told = {
  'evidence-hashed': { evidenceId: 1, md5: 'b'.repeat(32), sha1: 'c'.repeat(40), sha256 },
  'credentials-checked': {
    ...{ evidenceId: 1, findingId: 1, sha256 },
    result: { state: 'trusted', manifests: [], fault: null, trustList: null, library: '1.0.0' },
  },
  'evidence-reencoded': {
    ...{ evidenceId: 1, findingId: 1, step: 'crf28', bitsPerPixel: { file: 0.05, copy: 0.02 } },
    asAnalysed: { outcome: 'likely-real', score: 0.02, provider: 'cpu', exhibit: '0.1.0' },
    copy: { outcome: 'likely-real', score: 0.02, reason: 'planted', faces: 8, framesUsed: 8 },
    paired: { of: 8, faces: 8, median: 0, largest: 0 },
    by: { classifier: sha256, provider: 'cpu', exhibit: '0.1.0' },
  },
} as const;
const kept = () => [file.oldHashes(), file.credentialChecks(), file.reencodings()].map(({ size }) => size);

it('tell nothing of the finding that comes after them, and are named', async () => {
  const planted = Object.entries(told).map(
    ([action, detail]) => file.audit.append(action as keyof typeof told, detail).seq,
  );
  storeFinding(file);
  expect(kept()).toEqual([0, 0, 0]);
  const { intact, faults } = await file.verify();
  expect(intact).toBe(false);
  expect(faults.map(({ problem }) => problem).sort()).toEqual(
    ['file', 'finding', 'finding'].map(
      (word, at) =>
        `Audit entry ${planted[at]} tells of ${word} 1, which was not stored before it: the entry was put in by other means.`,
    ),
  );
});

it('count where they come after it', async () => {
  storeFinding(file);
  for (const [action, detail] of Object.entries(told)) file.audit.append(action as keyof typeof told, detail);
  expect(kept()).toEqual([1, 1, 1]);
  expect(await file.verify()).toMatchObject({ intact: true });
});
