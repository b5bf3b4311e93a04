/**
 * Paths as text. On Linux a file name is a row of bytes and need not be UTF-8. A byte that is not UTF-8 is kept as one
 * character of the private range U+EF80 to U+EFFF, so that the path can be stored and opened again. It is shown as
 * \xE9.
 */

/** Added to a byte from 0x80 to 0xFF. */
export const RAW_BYTE_OFFSET = 0xef00;

const rawBytes = /[\uEF80-\uEFFF]/g;

export const hasRawBytes = (path: string): boolean => path.search(rawBytes) !== -1;

/** The path as it is shown, never as it is opened. */
export const pathText = (path: string): string =>
  path.replace(
    rawBytes,
    (character) => `\\x${(character.charCodeAt(0) - RAW_BYTE_OFFSET).toString(16).toUpperCase()}`,
  );

/** The last part of a path. A backslash separates in paths of Windows alone: elsewhere it is part of a name. */
export function fileName(path: string): string {
  const windows = /^(?:[a-z]:[\\/]|\\\\)/i.test(path);
  return (
    path
      .split(windows ? /[\\/]/ : '/')
      .filter(Boolean)
      .at(-1) ?? path
  );
}

/** A path that the file system gave, as text. */
export function pathFromBytes(bytes: Uint8Array): string {
  const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let text = '';
  for (let at = 0; at < bytes.length;) {
    const length = sequenceLength(bytes[at]!);
    try {
      const character = utf8.decode(bytes.subarray(at, at + length));
      // A name that really holds such a character is kept byte by byte, so that every text stands for one name.
      if (hasRawBytes(character)) throw new TypeError('reserved');
      text += character;
      at += length;
    } catch {
      text += String.fromCharCode(RAW_BYTE_OFFSET + bytes[at]!);
      at += 1;
    }
  }
  return text;
}

/** By the first byte of a UTF-8 sequence; 1 for a byte that begins none. */
function sequenceLength(first: number): number {
  if (first >= 0xf0 && first < 0xf8) return 4;
  if (first >= 0xe0 && first < 0xf0) return 3;
  return first >= 0xc2 && first < 0xe0 ? 2 : 1;
}
