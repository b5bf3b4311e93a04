/** Between paths as text and paths as the file system has them; see shared/path-text.ts. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasRawBytes, RAW_BYTE_OFFSET } from '../../shared/path-text.ts';

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

/** What `node:fs` opens: the text itself where it is plain UTF-8. */
export function diskPath(path: string): string | Buffer {
  if (!hasRawBytes(path)) return path;
  const parts = [...path].map((character) => {
    const code = character.charCodeAt(0);
    return hasRawBytes(character) ? Buffer.of(code - RAW_BYTE_OFFSET) : Buffer.from(character);
  });
  return Buffer.concat(parts);
}

const links = new Map<string, string>();

/**
 * A name for programs that are started with text arguments: ffmpeg cannot be given bytes that are not UTF-8, so it is
 * given a link with a plain name.
 */
export function argumentPath(path: string): string {
  if (!hasRawBytes(path)) return path;
  const known = links.get(path);
  if (known !== undefined) return known;
  if (links.size === 0) process.once('exit', removeLinks);
  const folder = mkdtempSync(join(tmpdir(), 'exhibit-link-'));
  const link = join(folder, createHash('sha256').update(path).digest('hex').slice(0, 16));
  symlinkSync(diskPath(path), link);
  links.set(path, link);
  return link;
}

function removeLinks(): void {
  for (const link of links.values()) rmSync(join(link, '..'), { recursive: true, force: true });
}

/** By the first byte of a UTF-8 sequence; 1 for a byte that begins none. */
function sequenceLength(first: number): number {
  if (first >= 0xf0 && first < 0xf8) return 4;
  if (first >= 0xe0 && first < 0xf0) return 3;
  return first >= 0xc2 && first < 0xe0 ? 2 : 1;
}
