import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../src-main/engine/support/random.ts';
import { judgeAnswers, type DecidedCall } from '../../../../src-main/engine/training/judge-answers.ts';

interface Making {
  label: 'real' | 'fake';
  right: number;
  wrong?: number;
  undecided?: number;
}

/** A group a call. */
function made(...makings: Making[]): DecidedCall[] {
  return makings
    .flatMap(({ label, right, wrong = 0, undecided = 0 }) =>
      Array.from({ length: right + wrong + undecided }, (_, index) => ({
        ...{ label, confidence: 0.3 },
        isWrong: index < wrong,
        isDecided: index < wrong + right,
      })),
    )
    .map((call, group) => ({ ...call, group }));
}

describe('answers', () => {
  const { coverage, answers } = judgeAnswers(
    made(
      { label: 'real', right: 60, wrong: 10, undecided: 30 },
      { label: 'fake', right: 30, wrong: 5, undecided: 15 },
    ),
    1,
  );

  it('are wrong as often as they would be with as many fakes as genuine videos', () => {
    // FPR 10/100 and TPR 30/50; FNR 5/50 and TNR 60/100.
    expect(answers['likely-fake']).toMatchObject({ real: 10, fake: 30, error: { value: 0.1 / 0.7 } });
    expect(answers['likely-real']).toMatchObject({ real: 60, fake: 5, error: { value: 0.1 / 0.7 } });
  });

  it('cover the share of videos that is decided, both classes weighing the same', () => {
    expect(coverage.value).toBeCloseTo((70 / 100 + 35 / 50) / 2, 12);
  });

  it('may be wrong though no held-out one was', () => {
    const flawless = judgeAnswers(made({ label: 'real', right: 10 }, { label: 'fake', right: 10 }), 1);
    const { value, low, high } = flawless.answers['likely-fake'].error!;
    expect([value, low]).toEqual([0, 0]);
    expect(high).toBeCloseTo(1 - 0.025 ** (1 / 10), 6);
  });

  it('have no error rate where they are never given', () => {
    const onlyReal = made({ label: 'real', right: 20 }, { label: 'fake', right: 0, wrong: 4, undecided: 16 });
    const risks = judgeAnswers(onlyReal, 1).answers;
    expect(risks['likely-fake']).toEqual({ real: 0, fake: 0, error: null });
    expect(risks['likely-real'].error!.value).toBeCloseTo(0.2 / 1.2, 12);
  });

  it('of few people are surer of nothing than so few videos would be', () => {
    const many = made({ label: 'real', right: 90, wrong: 10 }, { label: 'fake', right: 90, wrong: 10 });
    const few = many.map((call) => ({ ...call, group: call.group % 8 }));
    const width = (calls: DecidedCall[]) => {
      const { low, high } = judgeAnswers(calls, 1).answers['likely-fake'].error!;
      return high - low;
    };
    expect(width(few)).toBeGreaterThan(2 * width(many));
  });

  it('have intervals that hold the true share at least 95 times in 100', () => {
    const random = createRandom(7);
    const [falseAlarm, hit] = [0.15, 0.6];
    const truth = falseAlarm / (falseAlarm + hit);
    const runs = Array.from({ length: 60 }, () => {
      const calls = Array.from({ length: 80 }, (_, group): DecidedCall => {
        const label = group % 2 === 0 ? 'real' : 'fake';
        const isCalledFake = random.next() < (label === 'fake' ? hit : falseAlarm);
        return { label, group, confidence: 0.3, isDecided: isCalledFake, isWrong: label === 'real' };
      });
      const { low, high } = judgeAnswers(calls, 1).answers['likely-fake'].error!;
      return low <= truth && truth <= high;
    });
    expect(runs.filter(Boolean).length).toBeGreaterThanOrEqual(57);
  });
});
