import { describe, expect, it } from 'vitest';
import { errorRateSections, worthSection } from '../../../../src-main/engine/reports/html-method.ts';
import { gatesText } from '../../../../src-main/shared/abstention-wording.ts';
import { sampleCard } from './sample-card.ts';

const worthOf = (card: typeof sampleCard) =>
  worthSection({ classifiers: [{ card, sha256: 'ab'.repeat(32), setUps: [1] }] })?.text.replaceAll(
    /\s+/g,
    ' ',
  );

describe('the first page of a report', () => {
  it('says in plain words how many answers the model gave in its test, and how many were wrong', () => {
    const text = worthOf(sampleCard);
    expect(text).toContain(
      'With as many real as fake videos, it gives a verdict on 77 %; all others stay inconclusive.',
    );
    expect(text).toContain(
      'Likely fake: given to 23 of 34 fake videos and to 4 of 44 real videos. Where real and fake videos are ' +
        'equally frequent, 12 % of these answers are wrong (95 % interval 4 % to 19 %).',
    );
    expect(text).not.toContain('AURC');
  });

  it('says never given of an answer that the model never gives', () => {
    const { abstention } = sampleCard;
    const applied = {
      ...abstention.applied,
      answers: { ...abstention.applied.answers, 'likely-real': { real: 0, fake: 0, error: null } },
    };
    expect(worthOf({ ...sampleCard, abstention: { ...abstention, applied } })).toContain(
      'Likely real: never given.',
    );
  });

  it('says so of a model that gives no verdicts, without figures of answers', () => {
    const text = worthOf({ ...sampleCard, abstention: { ...sampleCard.abstention, decides: false } });
    expect(text).toContain(
      'We could not show that its answers are right often enough, so it gives no verdicts.',
    );
    expect(text).not.toContain('given to');
  });

  it('says nothing of a model where a report has no findings', () => {
    expect(worthSection({ classifiers: [] })).toBeNull();
  });
});

const sectionsOf = (card: typeof sampleCard) => {
  const classifiers = [{ card, sha256: 'ab'.repeat(32), setUps: [1] }];
  return errorRateSections({ classifiers }).text.replaceAll(/\s+/g, ' ');
};

describe('error rates in a report', () => {
  it('have the figures by method, within pairs and by condition beside the pooled ones', () => {
    const text = sectionsOf(sampleCard);
    expect(text).toContain('By method: the fakes of each method against all real videos');
    expect(text).toMatch(/<td>face swap<\/td>\s*<td>24<\/td>/);
    expect(text).toContain('Paired accuracy 0.75 (0.67–0.82)');
    expect(text).toMatch(/<td>crf34<\/td>\s*<td>56<\/td>/);
  });

  it('have no interval over fewer than five groups of fakes, and say why', () => {
    const [first] = sampleCard.methods;
    const text = sectionsOf({ ...sampleCard, methods: [{ ...first!, groups: 4 }] });
    expect(text).toMatch(/<td>4<\/td>\s*<td>0\.85<\/td>/);
    expect(text).toContain('With fewer than 5 independent groups of fakes no interval is shown');
  });

  it('name the limit as the verdict does, and say that both classes weigh the same', () => {
    const { gates } = sampleCard.band;
    expect(gatesText({ ...gates, novelty: 0.8249 })).toContain('than 82 % of held-out faces');
    expect(gatesText({ ...gates, novelty: 0.997 })).toContain('than 99.7 % of held-out faces');
    const text = sectionsOf(sampleCard);
    expect(text).toContain('error 0.20 (0.12–0.27), both classes weigh the same; 9 of 44 real');
    expect(text).toContain('with as many real as fake videos, 0.77 (0.69–0.84) of them are decided');
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
