import { describe, expect, it } from 'vitest';
import { calibrated } from '../../../../src-main/engine/classifiers/calibration.ts';
import { boundedScore } from '../../../../src-main/engine/classifiers/score-vectors.ts';
import { createRandom } from '../../../../src-main/engine/support/random.ts';
import { fitCalibration } from '../../../../src-main/engine/training/fit-calibration.ts';
import type { HeldOutRaw } from '../../../../src-main/engine/training/fit-calibration.ts';

/** Five faces a video; the raw score is `signal` higher for a fake, on noise of width 1. */
function heldOut(videos: number, signal: number): HeldOutRaw[] {
  const random = createRandom(1);
  return Array.from({ length: videos }, (_, video) => {
    const label = video % 3 === 0 ? ('fake' as const) : ('real' as const);
    const centre = (label === 'fake' ? signal : 0) + random.next();
    return Array.from({ length: 5 }, () => ({
      ...{ label, video: `v${video}`, fold: video % 5 },
      raw: centre + 0.1 * random.next(),
    }));
  }).flat();
}

const margin = 0.01;

/** Each by the curve that was fitted without its fold. */
function heldOutScores(held: readonly HeldOutRaw[]) {
  const { curveWithout, cllr } = fitCalibration(held, margin);
  return { cllr, scores: held.map(({ fold, raw }) => boundedScore(curveWithout.get(fold)!, raw, margin)) };
}

describe('calibration on held-out videos', () => {
  it('turns a useful raw score into evidence', () => {
    const { scores, cllr } = heldOutScores(heldOut(120, 0.6));
    expect(cllr).toBeLessThan(0.8);
    expect(Math.max(...scores)).toBeGreaterThan(0.8);
    expect(Math.min(...scores)).toBeLessThan(0.2);
  });

  it('is at even odds whatever the share of fakes', () => {
    const { curve } = fitCalibration(heldOut(300, 0.6), margin);
    // Half way between the two classes, of which real is twice as frequent.
    expect(Math.abs(calibrated(curve, 0.85) - 0.5)).toBeLessThan(0.1);
  });

  it('says nothing, rather than the opposite, when the classifier is upside down', () => {
    const { scores, cllr } = heldOutScores(heldOut(120, -0.6));
    expect(new Set(scores)).toEqual(new Set([0.5]));
    expect(cllr).toBeCloseTo(1, 12);
  });

  it('never comes closer to certainty than the margin', () => {
    const { scores } = heldOutScores(heldOut(120, 5));
    expect(Math.max(...scores)).toBeLessThanOrEqual(1 - margin);
    expect(Math.min(...scores)).toBeGreaterThanOrEqual(margin);
  });

  it('does not let a face take part in the curve that it is scored with', () => {
    const held = heldOut(60, 0.6);
    const turned = held.map((face) =>
      face.fold === 0
        ? { ...face, label: face.label === 'fake' ? ('real' as const) : ('fake' as const) }
        : face,
    );
    const curveFor = (faces: HeldOutRaw[]) => {
      const { scores } = heldOutScores(faces);
      return scores.filter((_, index) => faces[index]!.fold === 0).map((score) => score > 0.5);
    };
    expect(curveFor(turned)).toEqual(curveFor(held));
  });
});
