import { expect, it } from 'vitest';
import { askedLines } from '../../../src-main/cli/asked-lines.ts';

it('says nothing where nobody asked', () => {
  expect(askedLines({ oldHashes: null, credentialCheck: null })).toEqual([]);
});

it('has a line for each answer: copy, rates of each set, credentials and hashes', () => {
  const at = '2026-03-01T14:00:00.000Z';
  const sha256 = 'a'.repeat(64);
  const by = { classifier: sha256, provider: 'cpu', exhibit: '1.2.0' } as const;
  const rates = (name: string) => ({
    ...{
      findingId: 1,
      condition: null,
      differs: [],
      facePx: null,
      given: [],
      answers: null,
      auc: null,
      roc: [],
    },
    facts: { codec: 'h264', shortSide: 720, bitsPerPixel: null, facePx: null },
    set: {
      ...{ name, sha256, clipsSha256: sha256, listed: 3, real: 3, fake: 0 },
      ...{ groups: { real: 2, fake: 0 }, unnamed: 0, unscored: 0, known: 0, repeated: 0 },
    },
    ...{ by, at },
  });
  const lines = askedLines({
    oldHashes: { evidenceId: 1, md5: 'b'.repeat(32), sha1: 'c'.repeat(40), sha256, at },
    credentialCheck: {
      ...{ findingId: 1, sha256, at },
      result: { state: 'trusted', manifests: [], fault: null, trustList: null, library: 'c2pa 1' },
    },
    reencoding: {
      ...{ findingId: 1, step: 'crf34', bitsPerPixel: { file: 0.04, copy: 0.02 }, by, at },
      asAnalysed: { outcome: 'likely-fake', score: 0.8, provider: 'cpu', exhibit: '1.2.0' },
      copy: { outcome: 'likely-fake', score: 0.7, reason: 'One.', faces: 2, framesUsed: 2 },
      paired: { of: 2, faces: 2, median: 0.1, largest: 0.1 },
    },
    measuredRates: [rates('first.csv'), rates('second.csv')],
  });
  expect(lines.map((line) => line.slice(0, 10).trim())).toEqual(['copy', 'rates', 'rates', 'C2PA', 'hashes']);
  expect(lines[1]).toContain('first.csv');
  expect(lines[2]).toContain('second.csv');
  expect(lines[3]).toContain(
    'Content Credentials checked again 2026-03-01 14:00:00 UTC without a trust list: present and valid',
  );
});
