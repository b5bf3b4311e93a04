import { describe, expect, it } from 'vitest';
import { soundRange } from '../../../../src-main/engine/media/decode-sound.ts';

const index = (first: number, den: number) => ({
  pts: Float64Array.of(first, first + 1),
  timeBase: { num: 1, den },
});

describe('soundRange', () => {
  it('begins with the first frame, by the clock of the container, at 48,000 samples a second', () => {
    expect(soundRange(index(0, 12_800), 0)).toEqual({ start: 0, end: 192_000 });
    // 0.4 s, as where the pictures begin later than the sound.
    expect(soundRange(index(5120, 12_800), 0).start).toBe(19_200);
    // 1.4 s of a transport stream.
    expect(soundRange(index(126_000, 90_000), 0).start).toBe(67_200);
  });

  it('leaves nothing out between two parts, also where a tick is no whole number of samples', () => {
    for (const part of [0, 1, 700]) {
      expect(soundRange(index(1001, 30_000), part).end).toBe(soundRange(index(1001, 30_000), part + 1).start);
    }
  });
});
