import { describe, expect, it } from 'vitest';
import { nameFinder, textsIn } from '../../../../src-main/engine/support/find-names.ts';

const finder = (wanted: { people?: string[]; known?: string[]; things?: string[] }) =>
  nameFinder({ people: [], known: [], things: [], ...wanted });

describe('a finder of many names', () => {
  it.each([
    ['Anna Smith', 'anna_smith stands there'],
    ['Anna Smith', 'Anna-Smith'],
    ['Anna Smith', 'then Smith left'],
    ['Zoë Quimby', 'zoe quimby'],
    ['Zoë Quimby', 'Zoe\u0308'],
    ['王小明', '证人王小明说'],
  ])('finds the person %s in "%s"', (name, text) => {
    expect(finder({ people: ['Somebody Else', name] })(text)).toBe(true);
  });

  it.each([
    ['café.mp4', 'see cafe\u0301.mp4'],
    ['cafe\u0301.mp4', 'see CAFÉ.MP4'],
    ['café', 'the cafe again'],
    ['quarrel-at-noon', 'as in Quarrel at noon, and later'],
    ['clip 2', 'as in clip2.'],
    ['/evidence/clip 2.mp4', '(/evidence/clip 2.mp4)'],
    ['采访', '见采访一'],
    ['???', 'who is ???'],
  ])('finds the file %s in "%s"', (name, text) => {
    expect(finder({ things: ['another.mp4', name] })(text)).toBe(true);
  });

  it('finds a file as words of its own, and no part of its name', () => {
    const speaks = finder({ things: ['a.mp4', 'quarrel-at-noon'] });
    for (const text of ['aa.mp4', 'a.mp44', 'a quarrel', 'at noon', '']) expect(speaks(text)).toBe(false);
  });

  it('leaves alone the parts of names that may be known', () => {
    const speaks = finder({ people: ['Ben Quimby'], known: ['Ada Quimby'] });
    expect([speaks('Quimby stands there'), speaks('Ben stands there')]).toEqual([false, true]);
  });

  it('takes no time for each name of a file: 200,000 names, 400 texts', () => {
    const things = Array.from({ length: 200_000 }, (_, index) => `clip-${index}-of-camera.mp4`);
    const speaks = finder({ things });
    const started = performance.now();
    for (let text = 0; text < 400; text += 1)
      expect(speaks('the light is even, as it was. '.repeat(20))).toBe(false);
    expect(speaks('as Clip 199999 of camera.mp4')).toBe(true);
    // One pass for each name would take a minute and more.
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});

it('reads every text of a content but closed lists and hashes', () => {
  const content = {
    kind: 'note',
    at: '2026',
    text: 'a',
    tags: ['b'],
    place: { kind: 'video', says: [{ c: 'c' }] },
  };
  expect([...textsIn([content, null, 3])]).toEqual(['a', 'b', 'c']);
});
