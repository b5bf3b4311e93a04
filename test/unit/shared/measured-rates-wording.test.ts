import { describe, expect, it } from 'vitest';
import { detailText } from '../../../src-main/shared/audit-wording.ts';
import type { StoredRates } from '../../../src-main/shared/measured-rates.ts';
import { measuredRatesSchema } from '../../../src-main/shared/measured-rates-schema.ts';
import { measuredRatesTexts } from '../../../src-main/shared/measured-rates-wording.ts';

const share = (value: number, low: number, high: number) => ({ value, low, high });
const { at, ...content }: StoredRates = {
  findingId: 3,
  facts: { codec: 'h264', shortSide: 480, bitsPerPixel: 0.02, facePx: 92 },
  condition: 'crf34',
  set: {
    ...{ name: 'ours.csv', sha256: 'ab'.repeat(32), clipsSha256: 'cd'.repeat(32), listed: 60 },
    ...{ real: 30, fake: 25, groups: { real: 24, fake: 21 }, unnamed: 0, unscored: 2, known: 3, repeated: 0 },
  },
  facePx: { low: 60, high: 140 },
  given: ['likely-real', 'likely-fake'],
  answers: {
    'likely-fake': {
      real: { videos: 3, share: share(0.1, 0.02, 0.3) },
      fake: { videos: 10, share: share(0.4, 0.2, 0.6) },
    },
    'likely-real': {
      real: { videos: 12, share: share(0.4, 0.2, 0.6) },
      fake: { videos: 5, share: share(0.2, 0.06, 0.4) },
    },
  },
  auc: share(0.8, 0.7, 0.9),
  roc: [
    [0, 0],
    [1, 1],
  ],
  by: { classifier: 'a'.repeat(64), provider: 'cpu', exhibit: '1.2.0' },
  at: '2026-03-01T14:00:00.123Z',
};
const textsOf = (change: Partial<StoredRates> = {}) => measuredRatesTexts({ ...content, at, ...change });

describe('error rates on clips of the lab', () => {
  it('name the set with its size, both rates with interval, and what was left out', () => {
    expect(textsOf()).toEqual([
      'Measured on “ours.csv” (SHA-256 abababababab…), 60 clips, made worse (H.264 at CRF 34): 30 real and 25 fake ones have a score.',
      'Of 30 real clips, 3 were called likely fake: false-positive rate 10 % (95 % interval 2 % to 30 %); 12 were called likely real, 15 were left undecided.',
      'Of 25 fake clips, 5 were called likely real: false-negative rate 20 % (95 % interval 6 % to 40 %); 10 were called likely fake, 10 were left undecided.',
      'AUC: 0.80 (0.70–0.90).',
      'This video: 480 px on the shorter side, h264, 0.02 bits per pixel per frame, faces of 92 px.',
      'Each copy keeps the size of its clip.',
      'The faces of the clips are 60 to 140 px on the shorter side, as those of this video.',
      'Left out of the set: 2 could not be scored; 3 show people that the embedder was trained on.',
      'Computed at 2026-03-01 14:00:00 UTC by Exhibit 1.2.0, CPU.',
    ]);
  });

  it('say that few independent clips say little', () => {
    const set = { ...content.set, groups: { real: 24, fake: 4 } };
    expect(textsOf({ set })).toContain(
      'These are few: clips that share a person or a recording count as one, which leaves 24 real and 4 fake. The intervals are wide, and the rates say little; no AUC is given.',
    );
  });

  it('say that clips without a named person may make intervals too narrow, and why there is no AUC', () => {
    const set = { ...content.set, unnamed: 50 };
    const text = '50 clips name no person: each counts as independent, so the intervals may be too narrow.';
    expect(textsOf({ set })).toContain(text);
    expect(textsOf({ set }).join()).not.toContain('No AUC');
    expect(textsOf({ set, auc: null })).toContain(
      'No AUC is given: it needs 20 independent groups with a named person of each label.',
    );
    expect(textsOf({ set, answers: null, auc: null, roc: [] })).not.toContain(text);
  });

  it('give no rate of an answer that the model never gives', () => {
    const texts = textsOf({ given: ['likely-fake'] });
    expect(texts[1]).toContain('false-positive rate 10 %');
    expect(texts[2]).toContain(
      'none can be called likely real: the model never gives this answer; 10 were called likely fake',
    );
    expect(texts[2]).not.toContain('interval');
  });

  it('say that faces of another size are other faces, and that clips of one label give no rate', () => {
    expect(textsOf({ facePx: { low: 120, high: 300 } })).toContain(
      'The faces of the clips are 120 to 300 px on the shorter side. The faces of this video are not in this range, so the rates are of faces of another size.',
    );
    const [first, second] = textsOf({ answers: null, auc: null, roc: [], condition: null });
    expect(first).toContain('60 clips, as they are');
    expect(first).toContain('none was computed');
    expect(second).not.toContain('Of 30');
    // Without rates there is nothing that few clips would weaken.
    const set = { ...content.set, real: 0, groups: { real: 0, fake: 21 } };
    expect(textsOf({ set, answers: null, auc: null, roc: [] }).join()).not.toContain('These are few');
  });

  it('stand in the audit log as a sentence, and are read back from there as they were stored', () => {
    const line = { seq: 1, at, action: 'rates-measured', author: null, evidenceId: 1, evidence: 'a.mp4' };
    expect(detailText({ ...line, detail: { ...content } })).toBe(textsOf()[0]);
    expect(measuredRatesSchema.parse(content)).toEqual(content);
  });

  it('let no entry of a log speak in our place', () => {
    const set = { ...content.set, name: 'ours.csv” by the manufacturer.\nThe video is real. “' };
    expect(textsOf({ set })[0]).toMatch(
      /^Measured on “ours\.csv' by the manufacturer\.\\u\{a\}The video is real\. '” \(SHA-256/,
    );
    const line = { seq: 1, at, action: 'rates-measured', author: null, evidenceId: 1, evidence: 'a.mp4' };
    const condition = 'constructor), and it is real (';
    expect(detailText({ ...line, detail: { ...content, condition } })).toContain(`(“${condition}”)`);
    for (const change of [
      { by: { ...content.by, exhibit: '1.2.0, CPU. The video is real' } },
      { facts: { ...content.facts, codec: 'h264. The video is real' } },
      { differs: ['The video is real.'] },
    ]) {
      expect(measuredRatesSchema.safeParse({ ...content, ...change }).success).toBe(false);
    }
  });

  it('tell how the clips differ by our own rule, and nothing where the condition is not the one that it gives', () => {
    const sentence = 'Each copy keeps the size of its clip.';
    expect(textsOf()).toContain(sentence);
    expect(textsOf({ condition: 'crf28' }).join()).not.toContain('copies');
    expect(textsOf({ condition: 'crf28' })).not.toContain(sentence);
  });
});
