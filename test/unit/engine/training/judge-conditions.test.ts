import { describe, expect, it } from 'vitest';
import type { Answer, Label } from '../../../../src-main/shared/domain.ts';
import { createRandom } from '../../../../src-main/engine/support/random.ts';
import type { HeldOutFace } from '../../../../src-main/engine/training/calibrated-faces.ts';
import { nestedCalls, nestedRules } from '../../../../src-main/engine/training/judge-abstention.ts';
import { answerOf } from '../../../../src-main/engine/training/judge-answers.ts';
import { judgeConditions } from '../../../../src-main/engine/training/judge-conditions.ts';
import { judgeHeldOut } from '../../../../src-main/engine/training/judge-held-out.ts';
import type { DegradedSample } from '../../../../src-main/engine/training/training-sample.ts';

const random = createRandom(5);
/** Forty clips of five faces, a fake and its original in turns; fakes score higher. */
const held = Array.from({ length: 40 }, (_, clip) => {
  const label = clip % 2 === 0 ? ('real' as const) : ('fake' as const);
  const video = `clip ${clip}`;
  const source = `recording ${Math.floor(clip / 2)}`;
  const centre = random.next() + (label === 'fake' ? 0.6 : 0);
  return Array.from({ length: 5 }, (): HeldOutFace => {
    const raw = centre + 0.1 * random.next();
    return {
      sample: { embedding: Float32Array.of(1), label, video, source, identity: source },
      ...{ fold: Math.floor(clip / 2) % 5, raw: { sgd: raw, forest: raw } },
      distances: { neighbours: 1, mahalanobis: 1 },
    };
  });
}).flat();
const groupOf = new Map(
  held.map(({ sample }) => [sample.video, Math.floor(Number(sample.video.split(' ')[1]) / 2)]),
);
const settings = { margin: 0.01, seed: 1, groupOf };
const given = ['likely-real', 'likely-fake'] as const;
const honest = judgeHeldOut(held, { ...settings, split: 'by-identity', isJudged: () => true });
const clips = new Set(groupOf.keys());

const copied = (
  condition: DegradedSample['condition'],
  faces: readonly HeldOutFace[] = held,
  shift = 0,
): HeldOutFace<DegradedSample>[] =>
  faces.map(({ sample, raw, ...face }) => ({
    ...{ ...face, sample: { ...sample, condition } },
    raw: { sgd: raw.sgd + shift, forest: raw.forest + shift },
  }));

const rowsOf = (
  copies: readonly HeldOutFace<DegradedSample>[],
  among: ReadonlySet<string> = clips,
  answers: readonly Answer[] = given,
) =>
  judgeConditions({ conditions: ['crf28', '360p'], clips: among, held: copies }, held, honest, {
    ...settings,
    given: answers,
  });

describe('figures by condition', () => {
  it('are those of the clips themselves, interval and all, where nothing changed', () => {
    const [own, first, second] = rowsOf([...copied('crf28'), ...copied('360p')]);
    const { auc, accuracy } = honest.metrics.find(
      ({ level, classifier }) => level === 'video' && classifier === 'combined',
    )!;
    expect(own).toMatchObject({
      condition: null,
      scored: 40,
      unscored: 0,
      real: 20,
      fake: 20,
      auc,
      accuracy,
    });
    expect(own!.paired).toMatchObject({ pairs: 20, groups: 20 });
    expect(first).toEqual({ ...own, condition: 'crf28' });
    expect(second).toEqual({ ...own, condition: '360p' });
  });

  it('are cut at the threshold of the clips as they are, so a shift of all scores costs accuracy', () => {
    const [own, , shifted] = rowsOf([...copied('crf28'), ...copied('360p', held, -0.6)]);
    expect(shifted!.accuracy!.value).toBeLessThan(own!.accuracy!.value - 0.1);
  });

  it('rest on the clips that every condition leaves enough faces of, and count the others', () => {
    // Of clip 3 two faces are left at 360p, of clip 4 none.
    const left = held.filter(
      ({ sample }, index) => sample.video !== 'clip 4' && (sample.video !== 'clip 3' || index % 5 < 2),
    );
    const rows = rowsOf([...copied('crf28'), ...copied('360p', left)]);
    expect(rows.map(({ scored, unscored }) => [scored, unscored])).toEqual([
      [40, 0],
      [40, 0],
      [38, 2],
    ]);
    expect(rows.map(({ real, fake }) => [real, fake])).toEqual([
      [19, 19],
      [19, 19],
      [19, 19],
    ]);
    expect(rows.map(({ auc }) => auc)).toEqual([rows[0]!.auc, rows[0]!.auc, rows[0]!.auc]);
  });

  it('leave out clips of which no copy was to be made', () => {
    const [own] = rowsOf([...copied('crf28'), ...copied('360p')], new Set([...clips].slice(0, 10)));
    expect(own).toMatchObject({ scored: 10, unscored: 0, real: 5, fake: 5 });
  });

  it('are not given where a condition leaves nothing of a class', () => {
    const genuine = held.filter(({ sample }) => sample.label === 'real');
    const rows = rowsOf([...copied('crf28'), ...copied('360p', genuine)]);
    expect(rows[2]).toMatchObject({ scored: 20, unscored: 20, real: 20, fake: 0, auc: null, accuracy: null });
  });

  it('count the answers that the limits of the other folds give, the same for copies that are the same', () => {
    const [own, same] = rowsOf([...copied('crf28'), ...copied('360p')]);
    const calls = nestedCalls(held, nestedRules(held, { ...settings, isJudged: () => true }), {
      ...settings,
      isJudged: () => true,
    });
    const called = (label: Label) =>
      calls.filter((call) => call.label === label && call.isDecided && answerOf(call) === 'likely-fake')
        .length;
    expect(own!.answers!['likely-fake'].real.videos).toBe(called('real'));
    expect(own!.answers!['likely-fake'].fake.videos).toBe(called('fake'));
    expect(called('fake')).toBeGreaterThan(5);
    expect(same!.answers).toEqual(own!.answers);
  });

  it('call fewer videos fake where a condition lowers all scores, and give rates without events an interval', () => {
    const [own, , lowered] = rowsOf([...copied('crf28'), ...copied('360p', held, -1.5)]);
    const { real, fake } = lowered!.answers!['likely-fake'];
    expect(fake.videos).toBeLessThan(own!.answers!['likely-fake'].fake.videos);
    expect(real).toMatchObject({ videos: 0, share: { value: 0, low: 0 } });
    // Clopper and Pearson, none of 20: 1 − 0.025^(1/20).
    expect(real.share.high).toBeCloseTo(0.168, 3);
  });

  it('count only answers that the model gives', () => {
    const copies = [...copied('crf28'), ...copied('360p')];
    const [own] = rowsOf(copies, clips, ['likely-fake']);
    expect(own!.answers!['likely-real'].real.videos).toBe(0);
    expect(own!.answers!['likely-fake'].fake.videos).toBeGreaterThan(5);
    expect(rowsOf(copies, clips, [])[0]!.answers).toBeNull();
  });

  it('say how large the faces were', () => {
    const sized = (faces: readonly HeldOutFace[]) =>
      faces.map((face) => ({ ...face, sample: { ...face.sample, quality: { sizePx: 90, sharpness: 1 } } }));
    const rows = rowsOf([...copied('crf28', sized(held)), ...copied('360p')]);
    expect(rows.map(({ facePx }) => facePx)).toEqual([undefined, { low: 90, high: 90 }, undefined]);
  });
});
