import { describe, expect, it } from 'vitest';
import type { ClassifierScores } from '../../../../src-main/shared/domain.ts';
import { shareOf } from '../../../../src-main/engine/evaluation/selective-risk.ts';
import type { HeldOutFace } from '../../../../src-main/engine/training/calibrated-faces.ts';
import { observeClip, type HeldOutClip } from '../../../../src-main/engine/training/held-out-clips.ts';
import {
  judgeAbstention,
  nestedCalls,
  nestedRules,
} from '../../../../src-main/engine/training/judge-abstention.ts';
import { answerOf } from '../../../../src-main/engine/training/judge-answers.ts';
import { tuneLimits } from '../../../../src-main/engine/training/tune-limits.ts';
import { closedGates, confidenceOf } from '../../../../src-main/engine/verdict/confidence.ts';
import { createRandom } from '../../../../src-main/engine/support/random.ts';

const auc = { value: 0.8, low: 0.7, high: 0.9 };

interface Making {
  clips: number;
  /** How far the classes' mean scores lie apart. */
  apart: number;
  /** Of which so many are small and scored at random. */
  small?: number;
}

/** A group a clip, five folds, six faces each. */
function made({ clips, apart, small = 0 }: Making, seed = 1): HeldOutClip[] {
  const random = createRandom(seed);
  return Array.from({ length: clips }, (_, index): HeldOutClip => {
    const label = index % 2 === 0 ? 'real' : 'fake';
    const isSmall = random.next() < small;
    const noise = random.next() + random.next() - 1;
    const shift = isSmall ? (random.next() < 0.5 ? 0.35 : -0.35) : (label === 'fake' ? apart : -apart) / 2;
    const score = Math.min(0.99, Math.max(0.01, 0.5 + shift + noise * (isSmall ? 0.1 : 0.5)));
    return {
      ...{ video: `clip ${index}`, label, group: index, fold: Math.floor(index / 2) % 5 },
      faces: Array.from({ length: 6 }, () => ({
        ...{ score, classifiers: { sgd: score, forest: score } },
        distances: { neighbours: random.next(), mahalanobis: random.next() },
        quality: { sizePx: isSmall ? 30 + random.next() : 80 + random.next(), sharpness: 50 + random.next() },
      })),
    };
  });
}

/** Their faces, scored so before calibration. */
const heldOf = (clips: readonly HeldOutClip[]): HeldOutFace[] =>
  clips.flatMap(({ video, label, fold, faces }) =>
    faces.map(({ classifiers, distances, quality }) => ({
      sample: {
        ...{ video, label, identity: video, embedding: Float32Array.of(1) },
        ...(quality && { quality }),
      },
      ...{ fold, raw: classifiers as ClassifierScores, distances },
    })),
  );

const settingsOf = (clips: readonly HeldOutClip[]) => ({
  ...{ margin: 1 / (clips.length + 2), isJudged: () => true, seed: 1 },
  groupOf: new Map(clips.map(({ video, group }) => [video, group])),
});

const callsBy = (clips: readonly HeldOutClip[]) =>
  nestedCalls(heldOf(clips), nestedRules(heldOf(clips), settingsOf(clips)), settingsOf(clips));
const judged = (clips: readonly HeldOutClip[]) => judgeAbstention(heldOf(clips), auc, settingsOf(clips));

/** By the rule of a verdict, with the limits that these very clips give. */
function decidedShare(clips: readonly HeldOutClip[]): number {
  const { scale, gates, least } = tuneLimits(clips);
  return shareOf(clips, (clip) => {
    const { label, isWrong, observation } = observeClip(clip, scale);
    return confidenceOf(observation, gates) >= least[answerOf({ label, isWrong })];
  });
}

describe('tuned limits', () => {
  it('decide the share that they are drawn for', () => {
    const clips = made({ clips: 400, apart: 0.4 });
    const { gates, least } = tuneLimits(clips);
    expect(Math.min(least['likely-real'], least['likely-fake'])).toBeGreaterThan(0);
    expect(decidedShare(clips)).toBeCloseTo(0.8, 2);
    expect(gates.novelty).toBeLessThan(1);
  });

  it('never let the gates together refuse more than the share that is left out', () => {
    // Each narrowest limit would refuse another tenth; and classifiers that disagree on every third clip are no news.
    const random = createRandom(5);
    const clips = made({ clips: 400, apart: 0.3 }).map((clip) => {
      const [isSmall, isBlurred, isOdd] = [random.next() < 0.1, random.next() < 0.1, random.next() < 0.33];
      const isRight = !isSmall && !isBlurred && !isOdd;
      const score = (clip.label === 'fake') === isRight ? 0.8 + random.next() / 10 : 0.1 + random.next() / 10;
      return {
        ...clip,
        faces: clip.faces.map(({ distances }) => ({
          ...{ score, distances },
          classifiers: isOdd ? { sgd: score + 0.2, forest: score - 0.2 } : { sgd: score, forest: score },
          quality: {
            sizePx: isSmall ? 30 : 80 + random.next(),
            sharpness: isBlurred ? 5 : 50 + random.next(),
          },
        })),
      };
    });
    const { scale, gates } = tuneLimits(clips);
    const passing = shareOf(
      clips,
      (clip) => closedGates(observeClip(clip, scale).observation, gates).length === 0,
    );
    expect(passing).toBeGreaterThanOrEqual(0.8);
  });

  it('draw each answer where the clips got it wrong seldom enough, and no further', () => {
    // Every tenth score on the fake side is a real clip's down to 0.7, and every second one below; real ones are right.
    const clips = made({ clips: 400, apart: 0 }).map((clip, index): HeldOutClip => {
      const score = index % 2 === 0 ? 0.1 + index / 4000 : 0.95 - index / 1000;
      const isWrong = index % 2 === 1 && (score < 0.7 ? index % 4 === 1 : index % 20 === 1);
      const label = index % 2 === 0 || isWrong ? 'real' : 'fake';
      return {
        ...{ ...clip, label },
        faces: clip.faces.map((face) => ({ ...face, score, classifiers: { sgd: score, forest: score } })),
      };
    });
    const { least } = tuneLimits(clips);
    expect(least['likely-fake']).toBeGreaterThan(0.12);
    expect(least['likely-fake']).toBeLessThan(0.25);
    expect(least['likely-real']).toBeLessThan(0.32);
  });

  it('decide nothing where every score is even odds', () => {
    const flat = made({ clips: 100, apart: 0 }).map((clip) => ({
      ...clip,
      faces: clip.faces.map((face) => ({ ...face, score: 0.5, classifiers: { sgd: 0.5, forest: 0.5 } })),
    }));
    expect(decidedShare(flat)).toBe(0);
  });

  it('close a gate where it helps, and leave it open where it does not', () => {
    const { gates } = tuneLimits(made({ clips: 400, apart: 0.6, small: 0.08 }));
    expect(gates.sizePx).toBeGreaterThan(30);
    expect(gates.sizePx).toBeLessThan(82);
    expect(tuneLimits(made({ clips: 400, apart: 2 })).gates).toMatchObject({ sizePx: 0, sharpness: 0 });
  });

  it('leave quality alone where it was not measured', () => {
    const unmeasured = made({ clips: 100, apart: 0.4, small: 0.1 }).map((clip) => ({
      ...clip,
      faces: clip.faces.map((face) => ({ ...face, quality: null })),
    }));
    expect(tuneLimits(unmeasured).gates).toMatchObject({ sizePx: 0, sharpness: 0 });
  });
});

describe('nested limits', () => {
  const clips = made({ clips: 100, apart: 0.3, small: 0.1 });

  it('never see the fold that they are applied to', () => {
    // A fold whose labels are turned upside down gets the same curves and limits from the others, and gives them
    // other ones.
    const changed = clips.map((clip) =>
      clip.fold === 0
        ? { ...clip, label: clip.label === 'real' ? ('fake' as const) : ('real' as const) }
        : clip,
    );
    const own = (list: readonly HeldOutClip[]) =>
      callsBy(list)
        .filter(({ group }) => clips[group]!.fold === 0)
        .map(({ group, confidence, isDecided }) => [group, confidence, isDecided]);
    expect(own(changed)).toEqual(own(clips));
    expect(callsBy(changed)).not.toEqual(callsBy(clips));
  });

  it('find a fold that lies far from all others unfamiliar, however many clips it has', () => {
    const far = clips.map((clip) =>
      clip.fold === 0
        ? {
            ...clip,
            faces: clip.faces.map((face) => ({ ...face, distances: { neighbours: 50, mahalanobis: 50 } })),
          }
        : clip,
    );
    const own = callsBy(far).filter(({ group }) => far[group]!.fold === 0);
    expect(own.map(({ confidence }) => confidence)).toEqual(own.map(() => 0));
  });

  it('decide about the share that they are drawn for, of clips that they did not see', () => {
    const many = made({ clips: 400, apart: 0.4 });
    expect(shareOf(callsBy(many), ({ isDecided }) => isDecided)).toBeCloseTo(0.8, 1);
  });

  it('judge every clip once', () => {
    const groups = callsBy(clips).map(({ group }) => group);
    expect(groups.toSorted((a, b) => a - b)).toEqual(clips.map(({ group }) => group));
  });
});

describe('what abstaining gains', () => {
  it('is less error at 80 % coverage where scores tell, and the model decides', () => {
    const { full, covered, ratio, aurc, applied, decides, curve } = judged(made({ clips: 200, apart: 0.45 }));
    expect(decides).toBe(true);
    expect(covered.error.value).toBeLessThan(full.error.value);
    expect(ratio!.value).toBeCloseTo(covered.error.value / full.error.value, 12);
    expect(aurc.value).toBeLessThan(full.error.value);
    expect(curve.at(-1)![1]).toBeCloseTo(full.error.value, 4);
    expect([full.real, full.fake]).toEqual([100, 100]);
    expect(covered.real + covered.fake).toBe(160);
    const { 'likely-fake': fake, 'likely-real': real } = applied.answers;
    expect((fake.real + fake.fake + real.real + real.fake) / 200).toBeCloseTo(applied.coverage.value, 10);
    expect((full.wrongReal / 100 + full.wrongFake / 100) / 2).toBeCloseTo(full.error.value, 10);
  });

  it('has no ratio where there is no error to halve', () => {
    expect(judged(made({ clips: 40, apart: 2 })).ratio).toBeNull();
  });

  it('is nothing, and honestly so, where scores say nothing', () => {
    const runs = Array.from({ length: 10 }, (_, seed) =>
      judged(made({ clips: 100, apart: 0, small: 0.1 }, seed)),
    );
    const mean = runs.reduce((sum, { ratio }) => sum + ratio!.value, 0) / runs.length;
    expect(mean).toBeGreaterThan(0.93);
    expect(runs.some(({ decides }) => decides)).toBe(false);
  });
});
