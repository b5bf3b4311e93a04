import { describe, expect, it } from 'vitest';
import { stateDictGlobals, storageOf } from '../../../../src-main/engine/weights/state-dict.ts';
import { unpickle } from '../../../../src-main/engine/weights/unpickle.ts';

const read = (bytes: Uint8Array) =>
  unpickle(bytes, 0, { globals: stateDictGlobals, persistent: storageOf }).value;
const fromBase64 = (text: string) => Buffer.from(text, 'base64');

const refusal = (text: string) =>
  expect.objectContaining({
    code: 'models/unreadable-weights',
    message: expect.stringContaining(text) as string,
  }) as Error;

describe('a pickle read as data', () => {
  it.each([
    [2, 'gAJ9cQAoWAEAAABhcQFdcQIoSwFHQAQAAAAAAABOiGVYAQAAAGJxA0sBWAEAAAB4cQRNLAGHcQVKkO7+/4oGAAAAAAABdS4='],
    [4, 'gASVNgAAAAAAAAB9lCiMAWGUXZQoSwFHQAQAAAAAAABOiGWMAWKUSwGMAXiUTSwBh5RKkO7+/4oGAAAAAAABdS4='],
  ])('gives the values that Python put in with protocol %i', (_, base64) => {
    // pickle.dumps({'a': [1, 2.5, None, True], 'b': (1, 'x', 300), -70000: 2**40})
    expect(read(fromBase64(base64))).toEqual(
      new Map<unknown, unknown>([
        ['a', [1, 2.5, null, true]],
        ['b', [1, 'x', 300]],
        [-70_000, 2 ** 40],
      ]),
    );
  });

  it.each([
    // {'w': an object whose __reduce__ gives (os.system, ('id',))}
    ['posix.system', 'gAJ9cQBYAQAAAHdxAWNwb3NpeApzeXN0ZW0KcQJYAgAAAGlkcQOFcQRScQVzLg=='],
    ['posix.system', 'gASVJAAAAAAAAAB9lIwBd5SMBXBvc2l4lIwGc3lzdGVtlJOUjAJpZJSFlFKUcy4='],
    ['builtins.eval', 'gASVJAAAAAAAAAB9lIwBd5SMCGJ1aWx0aW5zlIwEZXZhbJSTlIwBMZSFlFKUcy4='],
  ])('refuses %s by its name, with nothing run', (name, base64) => {
    expect(() => read(fromBase64(base64))).toThrow(refusal(`asks for the Python object ${name}`));
  });

  it.each([
    ['INST, which makes an object', '\x80\x02(iposix\nsystem\n.', '0x69'],
    ['OBJ, likewise', '\x80\x02(o.', '0x6f'],
    ['EXT1, a name registered elsewhere', '\x80\x02\x82\x01.', '0x82'],
    ['NEWOBJ on an ordered dict', '\x80\x02ccollections\nOrderedDict\n)\x81.', '0x81'],
  ])('refuses %s', (_, bytes, text) => {
    expect(() => read(Buffer.from(bytes, 'latin1'))).toThrow(refusal(text));
  });

  it.each([
    ['calls what is no function', '\x80\x02K\x01)R.'],
    ['calls a storage type', '\x80\x02ctorch\nFloatStorage\n)R.'],
    ['sets attributes of what is no dict', '\x80\x02]}b.'],
    ['takes from an empty stack', '\x80\x02s.'],
    ['asks for what it never kept', '\x80\x02h\x05.'],
    ['puts a mark into a tuple', '\x80\x02(K\x01\x86.'],
    ['claims an integer of 200 bytes', `\x80\x02\x8a\xc8${'\x01'.repeat(200)}.`],
  ])('refuses one that %s', (_, bytes) => {
    expect(() => read(Buffer.from(bytes, 'latin1'))).toThrow(refusal('its pickle is invalid'));
  });

  it.each(['\x80\x02', '\x80\x02X\x05\0\0\0ab', '\x80\x02ccollections'])(
    'refuses one that ends early: %j',
    (bytes) => {
      expect(() => read(Buffer.from(bytes, 'latin1'))).toThrow(refusal('ends too early'));
    },
  );

  it('refuses a name of lists within lists, whose text would be longer than any memory', () => {
    // Each list holds the one before twice; the text of the last would have 2^40 parts.
    const doubled = Array.from({ length: 40 }, () => 'h\0h\0\x86q\0').join('');
    expect(() => read(Buffer.from(`\x80\x02]q\0${doubled}h\0\x93.`, 'latin1'))).toThrow(
      refusal('its pickle is invalid'),
    );
  });

  it.each([
    ['millions of dicts, a byte each', `\x80\x02${'}'.repeat(2_000_000)}.`],
    [
      'a list of thousands, given to a function thousands of times',
      `\x80\x02](${'K\x01K\x01\x86'.repeat(20_000)}eq\0ccollections\nOrderedDict\nq\x01${'h\x01h\0\x85R'.repeat(20_000)}.`,
    ],
    ['a text of 2 MB', `\x80\x02X\0\0\x20\0${'a'.repeat(2 ** 21)}.`],
  ])('refuses %s', (_, bytes) => {
    expect(() => read(Buffer.from(bytes, 'latin1'))).toThrow(refusal('more instructions or text'));
  });

  it('keeps a key that would be magic in an object apart from any object', () => {
    const value = read(Buffer.from('\x80\x02}X\x09\0\0\0__proto__K\x01s.', 'latin1'));
    expect(value).toEqual(new Map([['__proto__', 1]]));
    expect(({} as Record<string, unknown>)['1']).toBeUndefined();
  });
});
