/** Changes files at random, from a seed: the same seed gives the same file. */
import type { Random } from '../../../src-main/engine/support/random.ts';

type Change = (bytes: Buffer, random: Random) => Buffer;

/** Whole numbers at which sizes and counts go wrong. */
const edges = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff];

/** Files differ most at their beginning: half of the changes are made there. */
function place(bytes: Buffer, random: Random): number {
  const within = random.next() < 0.5 ? Math.min(bytes.length, 512) : bytes.length;
  return random.integer(Math.max(1, within));
}

const spanOf = (bytes: Buffer, random: Random): [from: number, to: number] => {
  const from = place(bytes, random);
  return [from, Math.min(bytes.length, from + 1 + random.integer(Math.min(4096, bytes.length)))];
};

const changes: readonly Change[] = [
  function flipBit(bytes, random) {
    const at = place(bytes, random);
    bytes[at]! ^= 1 << random.integer(8);
    return bytes;
  },
  function setByte(bytes, random) {
    bytes[place(bytes, random)] = random.integer(256);
    return bytes;
  },
  function setNumber(bytes, random) {
    const value = edges[random.integer(edges.length)]!;
    const width = [1, 2, 4][random.integer(3)]!;
    const at = Math.min(place(bytes, random), Math.max(0, bytes.length - width));
    if (bytes.length < width) return bytes;
    const cut = value % 2 ** (8 * width);
    if (random.next() < 0.5) bytes.writeUIntBE(cut, at, width);
    else bytes.writeUIntLE(cut, at, width);
    return bytes;
  },
  function remove(bytes, random) {
    const [from, to] = spanOf(bytes, random);
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
  },
  function repeat(bytes, random) {
    const [from, to] = spanOf(bytes, random);
    return Buffer.concat([bytes.subarray(0, to), bytes.subarray(from)]);
  },
  function move(bytes, random) {
    const [from, to] = spanOf(bytes, random);
    const at = place(bytes, random);
    bytes.copyWithin(at, from, to);
    return bytes;
  },
  function cut(bytes, random) {
    return bytes.subarray(0, place(bytes, random));
  },
  function insert(bytes, random) {
    const at = place(bytes, random);
    const more = Uint8Array.from({ length: 1 + random.integer(64) }, () => random.integer(256));
    return Buffer.concat([bytes.subarray(0, at), more, bytes.subarray(at)]);
  },
];

/** One to three changes: with more, hardly a file passes the first check of its reader. */
export function mutatedBytes(original: Uint8Array, random: Random): Buffer {
  let bytes: Buffer = Buffer.from(original);
  for (let left = 1 + random.integer(3); left > 0 && bytes.length > 0; left -= 1) {
    bytes = changes[random.integer(changes.length)]!(bytes, random);
  }
  return bytes;
}

/** What breaks readers of text. */
const fragments = [
  ...[
    '"',
    '""',
    "'",
    ',',
    ';',
    '\n',
    '\r\n',
    '\0',
    '\ufeff',
    '\u202e',
    '\ud800',
    '[',
    '{',
    ']',
    '}',
    ':',
    '\\',
  ],
  ...['null', 'true', 'NaN', '-0', '1e999', '-1', '9007199254740993', '1e-400', '""""', '[[[[[[[[', '{"a":'],
  ...[
    '__proto__',
    'constructor',
    '../../../etc/passwd',
    '/dev/zero',
    'C:\\x',
    '%00',
    '=cmd()',
    'a'.repeat(5000),
  ],
];

/** Takes a token out, doubles it, or puts another one there, one to three times. */
export function mutatedText(original: string, random: Random): string {
  let text = original;
  for (let left = 1 + random.integer(3); left > 0; left -= 1) {
    const tokens = text.split(/(?<=[,:[\]{}\n"])/);
    const at = random.integer(tokens.length);
    const other = random.next() < 0.5 ? fragments : tokens;
    const put = other[random.integer(other.length)]!;
    const now = [[], [tokens[at]!, tokens[at]!], [put], [put, tokens[at]!]][random.integer(4)]!;
    tokens.splice(at, 1, ...now);
    text = tokens.join('');
  }
  return text;
}
