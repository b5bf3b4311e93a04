import { describe, expect, it } from 'vitest';
import { span } from '../../../../src-main/engine/verdict/wording.ts';
import type { Face, Refusal } from '../../../../src-main/shared/domain.ts';
import { decideTrack, decideVideo } from '../../../../src-main/engine/verdict/decide.ts';

const rule = {
  band: {
    ...{ threshold: 0.5, realBelow: 0.3, fakeAbove: 0.7 },
    gates: { novelty: 0.98, disagreement: 0.35, sizePx: 40, sharpness: 20 },
  },
  risks: {
    'likely-fake': { error: { value: 0.08, low: 0.03, high: 0.15 } },
    'likely-real': { error: { value: 0.12, low: 0.05, high: 0.21 } },
  },
  falseFakes: 0.05,
  log10LikelihoodRatio: (score: number) => Math.log10(score / (1 - score)),
};

function face(score: number, changes: Partial<Face> = {}): Face {
  const point = { x: 0, y: 0 };
  return {
    frameIndex: 0,
    pts: 0,
    ptsMs: 0,
    box: { x: 0, y: 0, width: 80, height: 80 },
    landmarks: [point, point, point, point, point],
    detection: 0.99,
    quality: { sizePx: 80, sharpness: 200, yawDegrees: 0, pitchDegrees: 0, rollDegrees: 0 },
    refused: null,
    score,
    classifiers: { sgd: score, forest: score },
    novelty: 0.5,
    ...changes,
  };
}

const refusedFace = (refused: Refusal) => face(0, { refused, score: null, classifiers: null, novelty: null });

function track(id: number, faces: Face[]) {
  return { id, startMs: 0, endMs: 1000, faces, verdict: decideTrack(faces, rule) };
}

const many = (score: number, count = 5) => Array.from({ length: count }, () => face(score));

describe('a track', () => {
  it('is likely fake above the band and likely real below it', () => {
    expect(decideTrack(many(0.9), rule)).toMatchObject({
      outcome: 'likely-fake',
      score: expect.closeTo(0.9),
    });
    expect(decideTrack(many(0.1), rule)).toMatchObject({
      outcome: 'likely-real',
      score: expect.closeTo(0.1),
    });
  });

  it('is inconclusive inside the band and says where the band lies', () => {
    const verdict = decideTrack(many(0.5), rule);
    expect(verdict.outcome).toBe('inconclusive');
    expect(verdict.reasons[0]).toBe(
      'The score is 0.50. The model answers likely real up to 0.30 and likely fake from 0.70 on; between them it is not ' +
        'sure enough.',
    );
  });

  it('names one limit alone where the model never gives the other answer', () => {
    const withBand = (band: object) => decideTrack(many(0.5), { ...rule, band: { ...rule.band, ...band } });
    expect(withBand({ realBelow: 0 }).reasons[0]).toBe(
      'The score is 0.50. The model answers likely fake from 0.70 on, and never likely real.',
    );
    expect(withBand({ fakeAbove: 1 }).reasons[0]).toBe(
      'The score is 0.50. The model answers likely real up to 0.30, and never likely fake.',
    );
  });

  it('shows as many decimals as its score and the limit need to be told apart', () => {
    const close = decideTrack(many(0.6951), {
      ...rule,
      band: { ...rule.band, realBelow: 0, fakeAbove: 0.7049 },
    });
    expect(close.reasons[0]).toBe(
      'The score is 0.695. The model answers likely fake from 0.705 on, and never likely real.',
    );
  });

  it('is inconclusive with too few usable faces, however high they score', () => {
    expect(decideTrack(many(0.99, 2), rule).outcome).toBe('inconclusive');
  });

  it('is not judged where the detector doubts most of its boxes: a wall is no person', () => {
    const wall = [...many(0.9, 9), ...Array.from({ length: 10 }, () => refusedFace('low-detection'))];
    expect(decideTrack(wall, rule)).toMatchObject({ outcome: 'not-applicable', score: null });
    expect(decideTrack([...many(0.9, 10), ...wall.slice(9)], rule).outcome).toBe('likely-fake');
    const video = decideVideo([track(1, many(0.1)), track(2, wall)], { kind: 'video', framesUsed: 32 }, rule);
    expect(video).toMatchObject({ outcome: 'likely-real', score: expect.closeTo(0.1) });
    expect(decideTrack(wall, rule).reasons).toEqual([
      'The detector doubts 10 of 19 boxes: this may be background. Look at its crops.',
    ]);
    // Nor in a video where nobody else can be judged.
    const small = Array.from({ length: 5 }, () => refusedFace('too-small'));
    expect(
      decideVideo([track(1, small), track(2, wall)], { kind: 'video', framesUsed: 32 }, rule),
    ).toMatchObject({
      ...{ outcome: 'not-applicable', score: null },
      reasons: ['No usable face: 10 boxes that may not be faces, 5 faces too small.'],
    });
  });

  it('is inconclusive when the classifiers point to different answers', () => {
    const split = many(0.8).map((each) => ({ ...each, classifiers: { sgd: 1, forest: 0.6 } }));
    expect(decideTrack(split, rule).outcome).toBe('inconclusive');
    expect(decideTrack(split, rule).reasons[0]).toContain('disagree');
  });

  it.each([
    ['far from the training data', { novelty: 1 }, 'farther than 100 % of held-out faces'],
    [
      'too small',
      { quality: { ...face(0).quality, sizePx: 35 } },
      'The usable faces are large enough to be scored, but too small for a verdict: 35 px on average. The model decides from 40 px on.',
    ],
    [
      'too blurred',
      { quality: { ...face(0).quality, sharpness: 12 } },
      'sharp enough to be scored, but too blurred for a verdict: sharpness 12 on average',
    ],
  ] as [string, Partial<Face>, string][])(
    'is inconclusive when its faces are %s, and says so',
    (_, change, reason) => {
      const verdict = decideTrack(
        many(0.9).map((each) => ({ ...each, ...change })),
        rule,
      );
      expect(verdict.outcome).toBe('inconclusive');
      expect(verdict.reasons).toHaveLength(1);
      expect(verdict.reasons[0]).toContain(reason);
    },
  );

  it('says beside an answer how often that answer was wrong', () => {
    expect(decideTrack(many(0.9), rule).reasons[1]).toBe(
      'In tests on held-out videos, 8 % (95 % interval 3 % to 15 %) of the answers likely fake were wrong, at even prior odds.',
    );
    expect(decideTrack(many(0.1), rule).reasons[1]).toBe(
      'In tests on held-out videos, 12 % (95 % interval 5 % to 21 %) of the answers likely real were wrong, at even prior odds.',
    );
  });

  it('is always inconclusive when tests did not show that the model is right often enough', () => {
    const silent = { ...rule, band: { ...rule.band, realBelow: 0, fakeAbove: 1 }, risks: null };
    for (const score of [0.01, 0.5, 0.99]) {
      const verdict = decideTrack(many(score), silent);
      expect(verdict.outcome).toBe('inconclusive');
      expect(verdict.reasons[0]).toContain('the model gives no verdicts');
    }
  });

  it('is not applicable, without a score, when every face was refused', () => {
    const verdict = decideTrack([refusedFace('too-small'), refusedFace('too-small')], rule);
    expect(verdict).toMatchObject({ outcome: 'not-applicable', score: null, log10LikelihoodRatio: null });
    expect(verdict.reasons).toEqual(['No usable face: 2 faces too small.']);
  });

  it('counts what it left out', () => {
    expect(decideTrack([...many(0.9), refusedFace('turned-away')], rule).reasons.at(-1)).toBe(
      'Not scored: 1 face turned away.',
    );
    const doubtful = [refusedFace('low-detection'), refusedFace('low-detection')];
    expect(decideTrack([...many(0.9), ...doubtful], rule).reasons.at(-1)).toBe(
      'Not scored: 2 boxes that may not be faces.',
    );
  });
});

it.each([
  [400, 2000, '0.4 to 2.0 s'],
  [1400, 1440, 'at 1.4 s'],
])('a track from %d to %d ms is named by its time: %s', (startMs, endMs, text) => {
  expect(span({ startMs, endMs })).toBe(text);
});

describe('a video', () => {
  it('is not applicable when it shows no face', () => {
    expect(decideVideo([], { kind: 'video', framesUsed: 32 }, rule)).toMatchObject({
      outcome: 'not-applicable',
      reasons: ['No face was found in 32 frames.'],
    });
  });

  it('is likely fake when one of its people is, and says which', () => {
    const verdict = decideVideo(
      [track(1, many(0.1, 20)), track(2, many(0.9, 4))],
      { kind: 'video', framesUsed: 20 },
      rule,
    );
    expect(verdict.outcome).toBe('likely-fake');
    expect(verdict.reasons.join(' ')).toContain('Decided by track 2');
  });

  it('says that each further track is another chance of a false alarm', () => {
    const several = (tracks: ReturnType<typeof track>[], changes = {}) =>
      decideVideo(tracks, { kind: 'video', framesUsed: 20 }, { ...rule, ...changes }).reasons.join(' ');
    const three = [track(1, many(0.9)), track(2, many(0.1)), track(3, many(0.5))];
    // 1 − 0.95³ = 0.143
    expect(several(three)).toContain(
      '3 tracks were judged. In tests with one track a video, 5 % of the real videos were called likely fake; with 3 ' +
        'tracks it would be about 14 %.',
    );
    // A fragment is not judged, so it is no further chance.
    expect(several([track(1, many(0.9)), track(2, many(0.9, 2))])).not.toContain('were judged');
    expect(several([track(1, many(0.1)), track(2, many(0.1))])).not.toContain('were judged');
    expect(several(three, { falseFakes: null })).not.toContain('were judged');
  });

  it('says when a track is seen, but of a picture no time', () => {
    const tracks = [track(1, many(0.1, 20)), track(2, many(0.9, 4)), track(3, many(0.9, 1))];
    const reasons = (kind: 'video' | 'still') =>
      decideVideo(tracks, { kind, framesUsed: 1 }, rule).reasons.join(' ');
    expect(reasons('video')).toMatch(/track 2 \(.* s\) of 3 tracks.*Track 3 \(.* s\) could not/);
    expect(reasons('still')).toMatch(/track 2 of 3 tracks.*Track 3 could not/);
  });

  it('is likely fake although a higher score stands on faces unlike the training data', () => {
    const unlike = many(0.95).map((each) => ({ ...each, novelty: 1 }));
    expect(
      decideVideo([track(1, unlike), track(2, many(0.85))], { kind: 'video', framesUsed: 5 }, rule).outcome,
    ).toBe('likely-fake');
  });

  it('is not likely real while one of its people is in doubt', () => {
    const unlike = many(0.05).map((each) => ({ ...each, novelty: 1 }));
    expect(
      decideVideo([track(1, many(0.1)), track(2, unlike)], { kind: 'video', framesUsed: 5 }, rule).outcome,
    ).toBe('inconclusive');
  });

  it('lets fragments and unusable faces decide nothing, but names them', () => {
    const tracks = [track(1, many(0.1)), track(2, many(0.99, 2)), track(3, [refusedFace('too-small')])];
    const verdict = decideVideo(tracks, { kind: 'video', framesUsed: 5 }, rule);
    expect(verdict.outcome).toBe('likely-real');
    expect(verdict.reasons.filter((reason) => reason.includes('could not be judged'))).toHaveLength(2);
  });

  it('does not add up the fragments of different people', () => {
    const fragments = [track(1, many(0.9, 2)), track(2, many(0.9, 2))];
    const { outcome, reasons } = decideVideo(fragments, { kind: 'video', framesUsed: 4 }, rule);
    expect(outcome).toBe('inconclusive');
    // Neither was judged: no word may set one apart from the other.
    expect(reasons.join(' ')).toContain('The score is that of track 1');
    expect(reasons.join(' ')).not.toContain('could not be judged');
  });

  it('calls the only track that was judged so, and not the most suspicious', () => {
    const one = [track(1, many(0.5)), track(2, [refusedFace('too-small')])];
    const reasonsOf = (tracks: typeof one) =>
      decideVideo(tracks, { kind: 'video', framesUsed: 5 }, rule).reasons.join(' ');
    expect(reasonsOf(one)).toContain('the only one of 2 tracks that could be judged');
    expect(reasonsOf([...one, track(3, many(0.4))])).toContain('the most suspicious of 3 tracks');
  });

  it('gives no likelihood ratio for faces that the model does not decide on', () => {
    const small = many(0.9).map((each) => ({ ...each, quality: { ...each.quality!, sizePx: 35 } }));
    expect(decideTrack(small, rule).log10LikelihoodRatio).toBeNull();
    expect(decideTrack(many(0.9, 2), rule).log10LikelihoodRatio).toBeNull();
    const unlike = many(0.9).map((each) => ({ ...each, novelty: 1 }));
    expect(decideTrack(unlike, rule).log10LikelihoodRatio).toBeNull();
    expect(decideTrack(many(0.9), rule).log10LikelihoodRatio).toBeCloseTo(Math.log10(9));
  });
});
