import { expect, it } from 'vitest';
import { summaryLine } from '../../../src-main/cli/commands/analyse.ts';
import type { EvidenceRow } from '../../../src-main/shared/case.ts';

const row: EvidenceRow = {
  ...{
    id: 1,
    path: '/clips/two.mp4',
    name: 'two.mp4',
    sizeBytes: 1,
    sha256: 'ab',
    state: 'done',
    error: null,
  },
  ...{ findingId: 1, outcome: 'not-applicable', score: null, log10LikelihoodRatio: null, band: null },
  ...{ faceCount: 0, framesUsed: 32, durationMs: 1000, codec: 'h264', width: 64, height: 48, remarks: 1 },
  ...{ analysedAt: '2026-03-01T14:00:00Z', hasThumbnail: false, guests: [], corrected: null, blind: false },
};

it('says beside the count of faces that there is a remark on the file', () => {
  expect(summaryLine(row)).toBe('not-applicable       /clips/two.mp4  (0 faces in 32 frames; 1 remark)');
  expect(summaryLine({ ...row, remarks: 0 })).toContain('(0 faces in 32 frames)');
});
