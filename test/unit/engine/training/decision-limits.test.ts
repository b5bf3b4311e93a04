import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../src-main/engine/support/random.ts';
import { answersShown, decisionLimits } from '../../../../src-main/engine/training/decision-limits.ts';
import { judgeAnswers, type DecidedCall } from '../../../../src-main/engine/training/judge-answers.ts';

describe('the answers that a model gives', () => {
  const auc = { value: 0.8, low: 0.7, high: 0.9 };
  /** A group a call, every fifth one undecided; the first ones are wrong. */
  const calls = (perClass: number, wrongReal: number, wrongFake = wrongReal): DecidedCall[] =>
    Array.from({ length: 2 * perClass }, (_, index) => {
      const label = index < perClass ? ('real' as const) : ('fake' as const);
      const isWrong = label === 'real' ? index < wrongReal : index - perClass < wrongFake;
      return { label, isWrong, isDecided: isWrong || index % 5 !== 0, confidence: 0.3, group: index };
    });
  const both = ['likely-fake', 'likely-real'];
  const shown = (list: DecidedCall[], area = auc) => answersShown(judgeAnswers(list, 1), area);

  it('hang on few errors, shown on enough clips', () => {
    expect(shown(calls(40, 4))).toEqual(both);
    expect(shown(calls(40, 12))).toEqual([]);
    expect(shown(calls(15, 0))).toEqual(both);
    expect(shown(calls(10, 0))).toEqual([]);
  });

  it('are none where the area under the curve may be that of chance', () => {
    expect(shown(calls(200, 0), { ...auc, low: 0.5 })).toEqual([]);
  });

  it('do not include one that is wrong too often, however good the other is', () => {
    // Most fakes are found, but half as many genuine videos are called fake.
    expect(shown(calls(200, 80, 0))).toEqual(['likely-real']);
    expect(shown(calls(200, 0, 80))).toEqual(['likely-fake']);
  });

  it('do not include that of a model that says the same of everything, however many fakes there are', () => {
    const mostlyFake = [...calls(20, 20, 0), ...calls(400, 0, 0).filter(({ label }) => label === 'fake')];
    expect(shown(mostlyFake.map((call, group) => ({ ...call, group })))).toEqual([]);
  });

  it('take many clips of few people for few', () => {
    const fewPeople = calls(100, 0).map((call) => ({ ...call, group: call.group % 4 }));
    expect(shown(fewPeople)).toEqual([]);
  });

  it('rest only on what is decided', () => {
    const list = calls(50, 25).map((call) => ({ ...call, isDecided: !call.isWrong }));
    expect(shown(list)).toEqual(both);
  });

  it('are hardly ever granted to scores that say nothing, even if the area came out well by chance', () => {
    const random = createRandom(3);
    const granted = Array.from({ length: 30 }, () =>
      shown(calls(60, 0).map((call) => ({ ...call, isWrong: random.next() < 0.5 }))),
    );
    expect(granted.flat()).toHaveLength(0);
  });
});

describe('limits of the score', () => {
  const gates = { novelty: 0.99, disagreement: 0.3, sizePx: 0, sharpness: 0 };
  const limits = { gates, least: { 'likely-real': 0.2, 'likely-fake': 0.1 } };
  const error = { value: 0.1, low: 0.05, high: 0.2 };
  const given = (isGiven: boolean) => ({ real: 0, fake: 0, error: isGiven ? error : null });
  const band = (decides: boolean, real: boolean, fake: boolean) =>
    decisionLimits(limits, {
      decides,
      applied: { coverage: error, answers: { 'likely-real': given(real), 'likely-fake': given(fake) } },
    });

  it('lie at the least confidence with which each answer is given, around even odds', () => {
    expect(band(true, true, true)).toEqual({ threshold: 0.5, realBelow: 0.3, fakeAbove: 0.6, gates });
  });

  it('are never reached by an answer that is not given', () => {
    expect(band(true, false, true)).toMatchObject({ realBelow: 0, fakeAbove: 0.6 });
    expect(band(false, true, true)).toMatchObject({ realBelow: 0, fakeAbove: 1 });
  });
});
