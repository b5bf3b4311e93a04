import { describe, expect, it } from 'vitest';
import { decideTrack, decideVideo } from '../../../../src-main/engine/verdict/decide.ts';
import { ruleOfCard } from '../../../../src-main/engine/verdict/rule-of-card.ts';
import { sensitivityOf } from '../../../../src-main/engine/verdict/sensitivity.ts';
import type { DecisionLimits, Face, Finding } from '../../../../src-main/shared/domain.ts';
import { sensitivityTable, sensitivityTexts } from '../../../../src-main/shared/sensitivity-wording.ts';
import { sampleFace, sampleFinding, sampleTrack } from '../cases/sample-finding.ts';
import { sampleCard } from '../reports/sample-card.ts';

/** Answers likely fake alone, as the default model does. */
const band: DecisionLimits = {
  ...{ threshold: 0.5, realBelow: 0, fakeAbove: 0.7 },
  gates: { novelty: 1, disagreement: 0.4, sizePx: 0, sharpness: 0 },
};
const ruleOf = (limits: DecisionLimits) => ruleOfCard(limits, sampleCard, () => null);

/** One person in one face each tenth frame. */
function findingOf(faces: readonly Face[], limits = band): Finding {
  const rule = ruleOf(limits);
  const tracks = [sampleTrack(1, [...faces], decideTrack(faces, rule))];
  const frames = faces.map(({ frameIndex, pts, ptsMs }) => ({ frameIndex, pts, ptsMs, skipped: null }));
  const verdict = decideVideo(tracks, { kind: 'video', framesUsed: frames.length }, rule);
  return sampleFinding({ band: limits, tracks, frames, verdict });
}
const scored = (...scores: number[]) => scores.map((score, at) => sampleFace(at * 10, score));
const of = (faces: readonly Face[], limits = band) =>
  sensitivityOf(findingOf(faces, limits), ruleOf(limits))!;
const answerTo = (sensitivity: ReturnType<typeof of>, name: string) => {
  const { outcome, score } = sensitivity.variations.find((each) => each.name === name)!;
  return [outcome, Number(score?.toFixed(3))];
};

describe('how the answer moves', () => {
  // Steady in its first half, and falling in its second.
  const falling = of(scored(0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5));

  it('starts at the verdict of the finding', () => {
    expect(falling.unvaried.outcome).toBe('likely-fake');
    expect(falling.unvaried.score).toBeCloseTo(0.7, 6);
    expect(falling.asFound).toBe(true);
  });

  it('is told with every second frame, each half, and without each tenth', () => {
    expect(answerTo(falling, 'the first half of the sampled frames')).toEqual(['likely-fake', 0.9]);
    expect(answerTo(falling, 'the second half of the sampled frames')).toEqual(['inconclusive', 0.5]);
    expect(answerTo(falling, 'every second sampled frame, from the first on')).toEqual(['likely-fake', 0.7]);
    expect(answerTo(falling, 'without sampled frame 0')[0]).toBe('inconclusive');
    const tenths = falling.variations.filter(({ name }) => name.startsWith('without'));
    expect(tenths).toHaveLength(10);
    // Each of the 12 frames is left out once.
    expect(tenths.reduce((left, { faces }) => left + 12 - faces, 0)).toBe(12);
  });

  it('counts only sampled frames that could be used', () => {
    const finding = findingOf(scored(0.9, 0.9, 0.9, 0.9));
    const skipped = { frameIndex: 5, pts: 0, ptsMs: 0, skipped: 'could not be decoded' };
    const { variations } = sensitivityOf({ ...finding, frames: [...finding.frames, skipped] }, ruleOf(band))!;
    expect(variations.filter(({ of: what }) => what === 'frames')).toHaveLength(8);
  });

  it('counts a choice of frames once, whatever it is called', () => {
    // Each half, every second frame and all but one are the same of two frames.
    const names = of(scored(0.9, 0.5)).variations.filter(({ of: what }) => what === 'frames');
    expect(names.map(({ score }) => score)).toEqual([0.9, 0.5]);
  });

  it('names the limit that was used, where both round alike', () => {
    const sharp = { ...band, gates: { ...band.gates, sharpness: 5 } };
    const limits = of(scored(0.9, 0.9, 0.9), sharp).variations.filter(({ name }) =>
      name.includes('sharpness'),
    );
    expect(limits.map(({ name }) => name)).toEqual([
      'least mean sharpness 4.5 instead of 5',
      'least mean sharpness 5.5 instead of 5',
    ]);
  });

  it('is told for each classifier alone, which cannot disagree with itself', () => {
    const faces = scored(0.6, 0.6, 0.6).map((face) => ({ ...face, classifiers: { sgd: 0.3, forest: 0.9 } }));
    const split = of(faces);
    expect(split.unvaried.outcome).toBe('inconclusive');
    expect(answerTo(split, 'SGD alone')).toEqual(['inconclusive', 0.3]);
    expect(answerTo(split, 'Random Forest alone')).toEqual(['likely-fake', 0.9]);
  });

  it('is told with each limit one step lower and higher', () => {
    const near = of(scored(0.67, 0.67, 0.67, 0.67));
    expect(answerTo(near, 'limit for likely fake 0.65 instead of 0.70')).toEqual(['likely-fake', 0.67]);
    expect(answerTo(near, 'limit for likely fake 0.75 instead of 0.70')).toEqual(['inconclusive', 0.67]);
    const small = { ...band, gates: { ...band.gates, sizePx: 100 } };
    const held = of(scored(0.9, 0.9, 0.9), small);
    expect(held.unvaried.outcome).toBe('inconclusive');
    // The faces are 96.5 px high.
    expect(answerTo(held, 'smallest mean face 90 px instead of 100 px')[0]).toBe('likely-fake');
  });

  it('moves no limit that the model does not have', () => {
    const limits = near(0.9).variations.filter(({ of: what }) => what === 'limit');
    expect(limits.map(({ name }) => name)).toEqual([
      'limit for likely fake 0.65 instead of 0.70',
      'limit for likely fake 0.75 instead of 0.70',
      'largest difference between the classifiers 0.35 instead of 0.40',
      'largest difference between the classifiers 0.45 instead of 0.40',
    ]);
  });
  const near = (score: number) => of(scored(score, score, score, score));

  it('never crosses the threshold between the classes', () => {
    const low = { ...band, fakeAbove: 0.52 };
    const names = of(scored(0.9, 0.9, 0.9), low).variations.map(({ name }) => name);
    expect(names.filter((name) => name.startsWith('limit for'))).toEqual([
      'limit for likely fake 0.57 instead of 0.52',
    ]);
  });

  it('says where the stored verdict is not what this version decides', () => {
    const finding = findingOf(scored(0.9, 0.9, 0.9));
    const other = { ...finding, verdict: { ...finding.verdict, outcome: 'inconclusive' as const } };
    const sensitivity = sensitivityOf(other, ruleOf(band))!;
    expect(sensitivity.asFound).toBe(false);
    expect(sensitivityTexts(sensitivity)[0]).toBe(
      'By the rule of this version the stored scores give another answer than the verdict: likely fake (score 0.90).',
    );
  });

  it('is not to be told without a score', () => {
    expect(sensitivityOf(findingOf([sampleFace(0, null, 'too-small')]), ruleOf(band))).toBeNull();
  });

  it('has no choices of frames for a still picture', () => {
    const finding = findingOf(scored(0.9, 0.9, 0.9));
    const still = { ...finding, media: { ...finding.media, kind: 'still' as const } };
    const { variations } = sensitivityOf(still, ruleOf(band))!;
    expect(variations.some(({ of: what }) => what === 'frames')).toBe(false);
  });
});

describe('in words', () => {
  it('names the tries that change the answer, and the range of the score', () => {
    const texts = sensitivityTexts(of(scored(0.9, 0.9, 0.9, 0.9, 0.52, 0.52, 0.52, 0.52)));
    expect(texts).toEqual([
      'With other choices of the sampled frames the answer is another one in 5 of 12 tries ' +
        '(the second half of the sampled frames: inconclusive (score 0.52); ' +
        'without sampled frame 0: inconclusive (score 0.68); without sampled frame 10: inconclusive (score 0.68); ' +
        'and 2 more). These scores, and the one as analysed, lie between 0.52 and 0.90.',
      'SGD alone: likely fake (score 0.71); Random Forest alone: likely fake (score 0.71).',
      'With each limit of the model one step lower or higher the answer is another one in 1 of 4 tries ' +
        '(limit for likely fake 0.75 instead of 0.70: inconclusive (score 0.71)).',
    ]);
  });

  it('says that the answer stays', () => {
    const [frames] = sensitivityTexts(of(scored(0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9)));
    expect(frames).toBe(
      'With other choices of the sampled frames the answer stays likely fake in all 12 tries. The score stays 0.90.',
    );
  });

  it('has a row for all tries with one answer and score, with the reason where the answer is another one', () => {
    const { rows, columns } = sensitivityTable(of(scored(0.9, 0.9, 0.9, 0.9)));
    expect(columns.at(-1)).toBe('Why another one');
    expect(rows[0]).toEqual(['Nothing', 'as analysed', '4', '0.90', 'Likely fake', '']);
    expect(rows.slice(1, 3)).toEqual([
      [
        'Frames',
        'every second sampled frame, from the first on; every second sampled frame, from the second on; ' +
          'the first half of the sampled frames; the second half of the sampled frames',
        ...['2', '0.90', 'Inconclusive', 'Only 2 usable faces; the model needs at least 3.'],
      ],
      [
        'Frames',
        'without sampled frame 0; without sampled frame 10; without sampled frame 20; without sampled frame 30',
        ...['3', '0.90', 'Likely fake', ''],
      ],
    ]);
  });

  it('has no column of reasons where the answer stays', () => {
    const steady = sensitivityTable(of(scored(...Array.from({ length: 8 }, () => 0.9))));
    expect(steady.columns.at(-1)).toBe('Answer');
    expect(new Set(steady.rows.map(({ length }) => length))).toEqual(new Set([5]));
  });
});
