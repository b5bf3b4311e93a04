import { describe, expect, it } from 'vitest';
import { detailText } from '../../../src-main/shared/audit-wording.ts';
import type { StoredReencoding } from '../../../src-main/shared/reencoding.ts';
import { reencodingSchema } from '../../../src-main/shared/reencoding-schema.ts';
import { reencodingTable, reencodingTexts } from '../../../src-main/shared/reencoding-wording.ts';

const { at, ...content } = {
  findingId: 3,
  step: 'crf34',
  bitsPerPixel: { file: 0.0351, copy: 0.0178 },
  asAnalysed: { outcome: 'likely-fake', score: 0.81, provider: 'cpu', exhibit: '1.2.0' },
  copy: { outcome: 'likely-fake', score: 0.74, reason: 'One.', faces: 19, framesUsed: 20 },
  paired: { of: 20, faces: 19, median: 0.06, largest: 0.31 },
  by: { classifier: 'a'.repeat(64), provider: 'cpu', exhibit: '1.2.0' },
  at: '2026-03-01T14:00:00.123Z',
} satisfies StoredReencoding;
const textsOf = (change: Partial<StoredReencoding> = {}) => reencodingTexts({ ...content, at, ...change });

describe('what a re-encoded copy scored', () => {
  it('is told with the step, both answers, what it moved by, and what made it', () => {
    expect(textsOf()).toEqual([
      'Encoded again (H.264 at CRF 34), the video is likely fake (score 0.74); as analysed it is likely fake (score 0.81): the answer stays, and the score moves by −0.07.',
      'The copy has 0.018 bits per pixel per frame, the file has 0.035.',
      'Of 20 scored faces, 19 have a score in the copy too: it differs by 0.06 in the median and by 0.31 at most.',
      'Computed at 2026-03-01 14:00:00 UTC by Exhibit 1.2.0, CPU.',
    ]);
  });

  it('moves by the difference of the scores as they are shown', () => {
    const [text] = textsOf({
      asAnalysed: { ...content.asAnalysed, score: 0.596 },
      copy: { ...content.copy, score: 0.5649 },
    });
    expect(text).toContain('(score 0.56); as analysed it is likely fake (score 0.60)');
    expect(text).toContain('moves by −0.04.');
  });

  it('says why the copy has another answer', () => {
    const copy = { ...content.copy, outcome: 'inconclusive', score: 0.52, reason: 'In between.' } as const;
    expect(textsOf({ copy }).slice(0, 2)).toEqual([
      expect.stringContaining(
        'inconclusive (score 0.52); as analysed it is likely fake (score 0.81): the answer is another one',
      ),
      'Why the copy is judged otherwise: “In between.”',
    ]);
  });

  it('names no difference where no face of the copy has a score', () => {
    const [first, , , pairs] = textsOf({
      copy: { outcome: 'not-applicable', score: null, reason: 'No face.', faces: 0, framesUsed: 20 },
      paired: { of: 20, faces: 0, median: null, largest: null },
    });
    expect(first).toContain('not applicable (no score)');
    expect(first).not.toContain('moves by');
    expect(pairs).toBe('Of 20 scored faces, 0 have a score in the copy too.');
  });

  it('does not call it a step down where the copy has no fewer bits, or nobody knows', () => {
    const bitsText = (file: number | null) =>
      textsOf({ step: 'crf40', bitsPerPixel: { file, copy: 0.02 } })[1];
    expect(bitsText(0.01)).toContain(
      'None of our steps gives fewer bits than this file has, so the last one was taken',
    );
    expect(bitsText(null)).toContain('are not known, so the last step was taken: H.264 at CRF 40');
  });

  it('warns where another provider or version made the finding', () => {
    const asAnalysed = { ...content.asAnalysed, provider: 'cuda' } as const;
    expect(textsOf({ asAnalysed }).at(-1)).toContain('The finding was made by Exhibit 1.2.0, CUDA');
  });

  it('stands in the audit log as a sentence, and is read back from there as it was stored', () => {
    const line = { seq: 1, at, action: 'evidence-reencoded', author: null, evidenceId: 1, evidence: 'a.mp4' };
    expect(detailText({ ...line, detail: content })).toBe(textsOf()[0]);
    expect(reencodingSchema.parse(content)).toEqual(content);
  });

  it('lets no entry of a log speak in our place', () => {
    const line = { seq: 1, at, action: 'evidence-reencoded', author: null, evidenceId: 1, evidence: 'a.mp4' };
    const detail = { ...content, step: 'crf34), and is real (' };
    expect(detailText({ ...line, detail })).toContain('(“crf34), and is real (”)');
    const by = { ...content.by, exhibit: '1.2.0, CPU. The video is real' };
    expect(reencodingSchema.safeParse({ ...content, by }).success).toBe(false);
    const asAnalysed = { ...content.asAnalysed, exhibit: by.exhibit };
    expect(reencodingSchema.safeParse({ ...content, asAnalysed }).success).toBe(false);
  });

  it('has the video as analysed first in the table', () => {
    expect(reencodingTable(content).rows).toEqual([
      ['None: as analysed', '0.035', '20', '0.81', 'Likely fake'],
      ['H.264 at CRF 34', '0.018', '19', '0.74', 'Likely fake'],
    ]);
  });
});
