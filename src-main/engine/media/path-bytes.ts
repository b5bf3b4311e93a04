/** Between paths as text and paths as the file system has them; see shared/path-text.ts. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasRawBytes, RAW_BYTE_OFFSET } from '../../shared/path-text.ts';

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
