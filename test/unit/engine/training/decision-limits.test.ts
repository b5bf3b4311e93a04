import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../src-main/engine/support/random.ts';
import { decisionLimits, mayDecide } from '../../../../src-main/engine/training/decision-limits.ts';
import { judgeAnswers, type DecidedCall } from '../../../../src-main/engine/training/judge-answers.ts';

describe('whether a model gives verdicts', () => {
  const auc = { value: 0.8, low: 0.7, high: 0.9 };
  /** A group a call, every fifth one undecided; the first ones are wrong. */
  const calls = (perClass: number, wrongReal: number, wrongFake = wrongReal): DecidedCall[] =>
    Array.from({ length: 2 * perClass }, (_, index) => {
      const label = index < perClass ? ('real' as const) : ('fake' as const);
      const isWrong = label === 'real' ? index < wrongReal : index - perClass < wrongFake;
      return { label, isWrong, isDecided: isWrong || index % 5 !== 0, confidence: 0.3, group: index };
    });
  const decides = (list: DecidedCall[], area = auc) => mayDecide(judgeAnswers(list, 1), area);

  it('hangs on few errors, shown on enough clips', () => {
    expect(decides(calls(40, 4))).toBe(true);
    expect(decides(calls(40, 12))).toBe(false);
    expect(decides(calls(15, 0))).toBe(true);
    expect(decides(calls(10, 0))).toBe(false);
  });

  it('is denied where the area under the curve may be that of chance', () => {
    expect(decides(calls(200, 0), { ...auc, low: 0.5 })).toBe(false);
  });

  it('is denied where one of the answers is wrong too often, however good the other is', () => {
    // Most fakes are found, but half as many genuine videos are called fake.
    expect(decides(calls(200, 80, 0))).toBe(false);
    expect(decides(calls(200, 0, 80))).toBe(false);
  });

  it('is denied to one that says the same of everything, however many fakes there are', () => {
    const mostlyFake = [...calls(20, 20, 0), ...calls(400, 0, 0).filter(({ label }) => label === 'fake')];
    expect(decides(mostlyFake.map((call, group) => ({ ...call, group })))).toBe(false);
  });

  it('takes many clips of few people for few', () => {
    const fewPeople = calls(100, 0).map((call) => ({ ...call, group: call.group % 4 }));
    expect(decides(fewPeople)).toBe(false);
  });

  it('counts only what is decided', () => {
    const list = calls(50, 25).map((call) => ({ ...call, isDecided: !call.isWrong }));
    expect(decides(list)).toBe(true);
  });

  it('is hardly ever granted to scores that say nothing, even if the area came out well by chance', () => {
    const random = createRandom(3);
    const granted = Array.from({ length: 30 }, () =>
      decides(calls(60, 0).map((call) => ({ ...call, isWrong: random.next() < 0.5 }))),
    );
    expect(granted.filter(Boolean)).toHaveLength(0);
  });
});

describe('limits of the score', () => {
  const gates = { novelty: 0.99, disagreement: 0.3, sizePx: 0, sharpness: 0 };

  it('lie at the least confidence that is decided on, around even odds', () => {
    expect(decisionLimits({ gates, confidence: 0.2 }, true)).toEqual({
      ...{ threshold: 0.5, realBelow: 0.3, fakeAbove: 0.7 },
      gates,
    });
  });

  it('are never reached where nothing is decided', () => {
    expect(decisionLimits({ gates, confidence: 0.2 }, false)).toMatchObject({ realBelow: 0, fakeAbove: 1 });
  });
});
