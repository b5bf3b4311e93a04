import { describe, expect, it } from 'vitest';
import { personLikeness, type ClipFaces } from '../../../../src-main/engine/identity/person-likeness.ts';
import { createRandom } from '../../../../src-main/engine/support/random.ts';

const unit = (values: readonly number[]) => {
  const norm = Math.hypot(...values);
  return Float32Array.from(values, (value) => value / norm);
};
const clip = (...faces: readonly number[][]): ClipFaces => faces.map(unit);

describe('likeness to a person', () => {
  it('is 1 for the same face, 0 for a face at right angles and −1 for the opposite one', () => {
    const likeness = personLikeness([clip([1, 0, 0]), clip([1, 0, 0])]);
    expect(likeness(clip([1, 0, 0]))).toBeCloseTo(1, 6);
    expect(likeness(clip([0, 1, 0]))).toBeCloseTo(0, 6);
    expect(likeness(clip([-1, 0, 0]))).toBeCloseTo(-1, 6);
  });

  it('is the plain cosine where two clips tell nothing of the directions of the spread', () => {
    const likeness = personLikeness([clip([1, 0.2, 0]), clip([1, -0.2, 0])]);
    expect(likeness(clip([1, 1, 0]))).toBeCloseTo(Math.SQRT1_2, 6);
    expect(likeness(clip([1, 0, 1]))).toBeCloseTo(Math.SQRT1_2, 6);
  });

  it('forgives a difference in which the clips of the person differ themselves', () => {
    const random = createRandom(3);
    const clips = Array.from({ length: 12 }, () =>
      clip([1, 0.8 * (random.next() - 0.5), 0.02 * (random.next() - 0.5)]),
    );
    const likeness = personLikeness(clips);
    const along = likeness(clip([1, 0.8, 0]));
    const across = likeness(clip([1, 0, 0.8]));
    expect(along).toBeGreaterThan(across + 0.1);
  });

  it('counts each clip as much, whatever the number of its faces', () => {
    const many = Array.from({ length: 9 }, () => [1, 0, 0]);
    const likeness = personLikeness([clip(...many), clip([0, 1, 0])]);
    expect(likeness(clip([1, 0, 0]))).toBeCloseTo(likeness(clip([0, 1, 0])), 6);
  });
});
