/**
 * Paths as text. On Linux a file name is a row of bytes and need not be UTF-8. A byte that is not is kept as one
 * character of the private range U+EF80 to U+EFFF, so that the path can be stored and opened again, and is shown as \xE9.
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
