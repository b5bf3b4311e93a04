import { describe, expect, it } from 'vitest';
import { errorRateSections } from '../../../../src-main/engine/reports/html-method.ts';
import { sampleCard } from './sample-card.ts';

const sectionsOf = (card: typeof sampleCard) => {
  const classifiers = [{ card, sha256: 'ab'.repeat(32), setUps: [1] }];
  return errorRateSections({ classifiers }).text.replaceAll(/\s+/g, ' ');
};

describe('error rates in a report', () => {
  it('have the figures by method, within pairs and by condition beside the pooled ones', () => {
    const text = sectionsOf(sampleCard);
    expect(text).toContain('By method: the fakes of each method against all real videos');
    expect(text).toMatch(/<td>face-swap<\/td>\s*<td>24<\/td>/);
    expect(text).toContain('Paired accuracy 0.75 (0.67–0.82)');
    expect(text).toMatch(/<td>crf34<\/td>\s*<td>56<\/td>/);
  });

  it('have how often either answer is wrong', () => {
    expect(sectionsOf(sampleCard)).toContain(
      'at even prior odds 0.12 (0.04–0.19) of these answers are wrong',
    );
  });

  it('have no table of what was not measured', () => {
    expect(sectionsOf({ ...sampleCard, conditions: [], paired: null })).not.toContain('By condition');
  });
});
