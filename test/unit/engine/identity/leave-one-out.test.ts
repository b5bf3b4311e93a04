import { describe, expect, it } from 'vitest';
import { leaveOneOut } from '../../../../src-main/engine/identity/leave-one-out.ts';
import type { ClipFaces } from '../../../../src-main/engine/identity/person-likeness.ts';
import { createRandom } from '../../../../src-main/engine/support/random.ts';

const random = createRandom(7);
const LENGTH = 32;

/** One clip with four faces about a point; people are points at random, far from each other. */
function clipOf(person: readonly number[], spread = 0.15): ClipFaces {
  const light = person.map(() => spread * (random.next() - 0.5));
  return Array.from({ length: 4 }, () => {
    const values = person.map((value, k) => value + light[k]! + 0.1 * (random.next() - 0.5));
    const norm = Math.hypot(...values);
    return Float32Array.from(values, (value) => value / norm);
  });
}
const somebody = () => Array.from({ length: LENGTH }, () => random.next() - 0.5);
const run = { signal: new AbortController().signal, onProgress: () => undefined };

describe('leaving one reference out', () => {
  it('puts a further clip of the person among the references, and another person far below', async () => {
    const [person, other] = [somebody(), somebody()];
    const references = Array.from({ length: 5 }, () => clipOf(person));
    const { references: own, clips } = await leaveOneOut(references, [clipOf(person), clipOf(other)], run);
    const lowest = Math.min(...own);
    expect(own).toHaveLength(5);
    expect(clips[0]!).toBeGreaterThan(lowest - 0.05);
    expect(clips[1]!).toBeLessThan(lowest - 0.3);
  });

  it('finds the reference that is of somebody else: it is the least alike', async () => {
    const person = somebody();
    const references = [clipOf(person), clipOf(person), clipOf(somebody()), clipOf(person), clipOf(person)];
    const { references: own } = await leaveOneOut(references, [], run);
    expect(own.indexOf(Math.min(...own))).toBe(2);
  });

  it('puts one more clip of the same kind last about as often as any other', async () => {
    const trials = 120;
    let last = 0;
    for (let trial = 0; trial < trials; trial += 1) {
      const person = somebody();
      const references = Array.from({ length: 4 }, () => clipOf(person, 0.4));
      const { references: own, clips } = await leaveOneOut(references, [clipOf(person, 0.4)], run);
      if (clips[0]! < Math.min(...own)) last += 1;
    }
    // One in five; four standard deviations of a share of 120 on either side.
    expect(last / trials).toBeGreaterThan(0.2 - 0.15);
    expect(last / trials).toBeLessThan(0.2 + 0.15);
  });

  it('refuses fewer than three references', async () => {
    const references = [clipOf(somebody()), clipOf(somebody())];
    await expect(leaveOneOut(references, [], run)).rejects.toThrow(RangeError);
  });

  it('ends when it is told to', async () => {
    const person = somebody();
    const references = Array.from({ length: 3 }, () => clipOf(person));
    await expect(leaveOneOut(references, [], { ...run, signal: AbortSignal.abort() })).rejects.toThrow(
      /abort/i,
    );
  });
});
