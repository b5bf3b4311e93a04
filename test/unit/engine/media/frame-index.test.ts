import { describe, expect, it } from 'vitest';
import { hasVariableFrameRate } from '../../../../src-main/engine/media/frame-index.ts';

const times = (intervals: readonly number[]) => ({
  timeBase: { num: 1, den: 1000 },
  timesMs: Float64Array.from(
    [0, ...intervals].map(
      (
        (sum) => (step: number) =>
          (sum += step)
      )(0),
    ),
  ),
});

describe('hasVariableFrameRate', () => {
  it('sees a rate that changes on the way', () => {
    expect(hasVariableFrameRate(times([...Array(30).fill(512), ...Array(10).fill(1536)]))).toBe(true);
  });

  it('takes times rounded to whole milliseconds for a constant rate', () => {
    expect(hasVariableFrameRate(times(Array.from({ length: 90 }, (_, i) => (i % 3 === 0 ? 34 : 33))))).toBe(
      false,
    );
  });

  it('takes a cut with a gap at its end for a constant rate', () => {
    expect(hasVariableFrameRate(times([...Array(100).fill(512), 2048, 512]))).toBe(false);
  });

  it('calls one or two frames constant', () => {
    expect(hasVariableFrameRate(times([]))).toBe(false);
    expect(hasVariableFrameRate(times([40]))).toBe(false);
  });
});
