import { describe, expect, it } from 'vitest';
import { isTrainedOn, parseTrainedOn } from '../../../../src-main/engine/embedding/trained-on.ts';

const known = parseTrainedOn(
  'identity,donors,source\nid1,id2;id3,id1_0000\nZoë,,clip 7\nTom  Cruise,,c\n',
  'seen.csv',
);
const clip = (identity: string, donors: string[] = [], source = 'another') => ({ identity, donors, source });

describe('whom an embedder was trained on', () => {
  it('is who is seen, whose face went into a fake, and every clip of their recordings', () => {
    expect(isTrainedOn(clip('id1'), known)).toBe(true);
    expect(isTrainedOn(clip('id3'), known)).toBe(true);
    expect(isTrainedOn(clip('stranger', ['id2']), known)).toBe(true);
    expect(isTrainedOn(clip('stranger', [], 'id1_0000'), known)).toBe(true);
    expect(isTrainedOn(clip('stranger', ['another stranger']), known)).toBe(false);
  });

  it('is compared by the whole name, in small letters or large', () => {
    expect(isTrainedOn(clip('ZOË'), known)).toBe(true);
    // A table of clips has hyphens where a data set's folders have spaces.
    expect(isTrainedOn(clip('tom-cruise'), known)).toBe(true);
    expect(isTrainedOn(clip('id11'), known)).toBe(false);
    // No donor is nobody's name, and a recording is no person.
    expect(isTrainedOn(clip('', ['clip 7']), known)).toBe(false);
  });

  it('is not told of people without a name, which are counted by recording', () => {
    const list =
      'identity,donors,source\nunnamed in a.mp4,,a.mp4\nunnamed in a.mp4,,a.mp4\nunnamed in b.mp4,,b.mp4\n';
    expect(parseTrainedOn(list, 'seen.csv').unnamed).toBe(2);
    expect(known.unnamed).toBe(0);
  });

  it('is read from a table of these columns alone', () => {
    expect(() => parseTrainedOn('identity,source\na,b\n', 'seen.csv')).toThrow(
      /seen\.csv is not a list of training people/,
    );
  });
});
