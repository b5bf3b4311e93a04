import { describe, expect, it } from 'vitest';
import { videoResult } from '../../../../src-main/engine/reports/write-results.ts';
import type { EvidenceState, StoredFinding } from '../../../../src-main/shared/case.ts';
import { sampleFinding } from '../cases/sample-finding.ts';
import { evidenceRow } from '../../renderer/support/rows.ts';

const finding: StoredFinding = { ...sampleFinding({ tracks: [] }), id: 1, tracks: [] };
const error = { code: 'media/changed-since-analysis' as const, message: 'It is another file.' };

describe('the result of a video', () => {
  it('is the finding of an analysed file', () => {
    const result = videoResult({ row: evidenceRow(1, { state: 'done' }), finding });
    expect(result).toMatchObject({ verdict: 'likely-fake', score: 0.835, parameters: finding.parameters });
  });

  it.each<EvidenceState>(['waiting', 'running', 'failed'])('is not an earlier one of a file %s', (state) => {
    const row = evidenceRow(1, { state, error: state === 'failed' ? error : null });
    expect(videoResult({ row, finding })).toMatchObject({
      state,
      verdict: null,
      score: null,
      reasons: [],
      tracks: [],
      error: row.error,
    });
  });
});
