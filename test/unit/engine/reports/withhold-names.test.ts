import { describe, expect, it } from 'vitest';
import { withholdNames, withoutNames } from '../../../../src-main/engine/reports/withhold-names.ts';

describe('a withheld name', () => {
  const withhold = withholdNames(['Zoë Quimby', 'Ann']);

  it.each([
    ['Zoë Quimby, on the left', '[name 1 withheld], on the left'],
    ['/evidence/ZOË_QUIMBY-2.mp4', '/evidence/[name 1 withheld]-2.mp4'],
    ['/evidence/zoëquimby.mp4', '/evidence/[name 1 withheld].mp4'],
    ['zoe quimby.mp4', '[name 1 withheld].mp4'],
    // As some systems write file names: the dots of the ë by themselves.
    ['Zoe\u0308 Quimby', '[name 1 withheld]'],
    ['Zoë spoke, and Quimby left', '[name 1 withheld] spoke, and [name 1 withheld] left'],
    ['quimby.mp4 QUIMBY', '[name 1 withheld].mp4 [name 1 withheld]'],
    ['ann2.mp4 is of Ann', '[name 2 withheld]2.mp4 is of [name 2 withheld]'],
  ])('is taken out of %s', (text, left) => expect(withhold(text)).toBe(left));

  it('leaves other words as they are: a short name inside of them, and parts of names that may be known', () => {
    expect(withhold('Annotations on a planning annex')).toBe('Annotations on a planning annex');
    expect(withholdNames(['Ben Quimby'], ['Ada Quimby'])('Ada Quimby and Ben')).toBe(
      'Ada Quimby and [name 1 withheld]',
    );
  });

  it('leaves text alone that has no name in it, to the last code point', () => {
    expect(withhold('Cafe\u0301 Quim')).toBe('Cafe\u0301 Quim');
    expect(withholdNames([])('Zoë')).toBe('Zoë');
  });

  it('may hold what a pattern would read as its own', () => {
    expect(withholdNames(['J. (Jo) O’Neil*'])('by J. (Jo) O’Neil* there')).toBe(
      'by [name 1 withheld]* there',
    );
    expect(withholdNames(['???'])('who is ???')).toBe('who is [name 1 withheld]');
    expect(withholdNames(['-'])('a - b')).toBe('a [name 1 withheld] b');
  });

  it('is found inside of a sentence in scripts without spaces, however short', () => {
    expect(withholdNames(['王小明'])('证人王小明说')).toBe('证人[name 1 withheld]说');
    expect(withholdNames(['김민수'])('김민수가')).toBe('[name 1 withheld]가');
  });

  it.each([
    ['李明', '李明采访.mp4', '[name 1 withheld]采访.mp4'],
    ['José García', 'jose_garcia.mp4: Garcia', '[name 1 withheld].mp4: [name 1 withheld]'],
    ['Müller', 'Muller.mp4', '[name 1 withheld].mp4'],
    ['İbrahim', 'ibrahim.mp4, IBRAHIM', '[name 1 withheld].mp4, [name 1 withheld]'],
    ['Ann Lee', 'LEE and Lee, in the lee', '[name 1 withheld] and [name 1 withheld], in the lee'],
    ['Li Wu', 'Wu speaks', '[name 1 withheld] speaks'],
  ])('%s is found in other spellings: %s', (name, text, left) =>
    expect(withholdNames([name])(text)).toBe(left),
  );

  it('typed without capitals is found in its parts too, short ones with their capital', () => {
    const withhold = withholdNames(['anna smith', 'lin day']);
    expect(withhold('Smith spoke, then Day, all day')).toBe(
      '[name 1 withheld] spoke, then [name 2 withheld], all day',
    );
  });

  it('does not reach into the mark of another', () => {
    expect(withholdNames(['Anna Smith', 'Held', '1'])('Anna Smith held 1')).toBe(
      '[name 1 withheld] [name 2 withheld] [name 3 withheld]',
    );
  });
});

it('takes names out of every text of a content, but not out of closed lists and hashes', () => {
  const content = {
    outcome: 'likely-fake',
    sha256: 'fade'.repeat(16),
    notes: [{ text: 'a fake, says Fade', tags: ['fade'] }],
    tags: { code: 'by Fade' },
    count: 3,
  };
  expect(withoutNames(content, withholdNames(['Fake', 'Fade']))).toEqual({
    outcome: 'likely-fake',
    sha256: 'fade'.repeat(16),
    notes: [{ text: 'a [name 2 withheld], says [name 1 withheld]', tags: ['[name 1 withheld]'] }],
    tags: { code: 'by [name 1 withheld]' },
    count: 3,
  });
});
