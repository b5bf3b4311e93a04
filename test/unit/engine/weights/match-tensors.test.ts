import { describe, expect, it } from 'vitest';
import { matchTensors } from '../../../../src-main/engine/weights/match-tensors.ts';
import { countOf } from '../../../../src-main/engine/weights/stored-tensor.ts';

const settings = { net: 'a net', unneeded: /^classifier\./, remedy: 'Get another.' };
const wanted = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ name, dims: [2, 3] }));

const stored = (tensors: Record<string, readonly number[]>) =>
  new Map(
    Object.entries(tensors).map(([name, dims]) => [
      name,
      { dims, read: () => new Float32Array(countOf(dims)).fill(1) },
    ]),
  );

const all = { a: [2, 3], b: [2, 3], c: [2, 3], d: [2, 3], e: [2, 3] };

describe('the tensors of a file beside those of a net', () => {
  it('fit when names and shapes agree; what belongs to the classifier may be there too', () => {
    const matched = matchTensors(wanted, stored({ ...all, 'classifier.weight': [9] }), settings);
    expect([...matched.keys()]).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(matched.get('e')).toEqual({ dims: [2, 3], data: new Float32Array(6).fill(1) });
  });

  it('are refused by the first names that are missing, misshapen and extra, with what to do', () => {
    const found = stored({ a: [3, 2], odd: [1] });
    expect(() => matchTensors(wanted, found, settings)).toThrow(
      'The file does not contain the weights of a net: missing: b [2, 3], c [2, 3], d [2, 3] and 1 more; ' +
        'wrong shape: a [3, 2] instead of [2, 3]; not part of the network: odd. Get another.',
    );
  });

  it('fit when a 1 × 1 kernel is kept as a matrix', () => {
    const kernel = [{ name: 'k', dims: [2, 3, 1, 1] }];
    expect(matchTensors(kernel, stored({ k: [2, 3] }), settings).get('k')!.dims).toEqual([2, 3, 1, 1]);
    expect(() => matchTensors(kernel, stored({ k: [3, 2] }), settings)).toThrow('wrong shape');
  });
});
