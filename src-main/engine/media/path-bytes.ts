/** Between paths as text and paths as the file system has them; see shared/path-text.ts. */
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
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

let linkFolder: string | null = null;

/**
 * A name for programs that are started with text arguments: ffmpeg cannot be given bytes that are not UTF-8, so it is
 * given a link with a plain name. All links of this process lie in one folder, which ends with it.
 */
export function argumentPath(path: string): string {
  if (!hasRawBytes(path)) return path;
  // Cleaners of temporary folders may take it away while the program runs.
  if (linkFolder === null || !existsSync(linkFolder)) linkFolder = newLinkFolder();
  const link = join(linkFolder, createHash('sha256').update(path).digest('hex').slice(0, 32));
  if (!pointsTo(link, path)) {
    rmSync(link, { force: true });
    symlinkSync(diskPath(path), link);
  }
  return link;
}

function newLinkFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'exhibit-links-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function pointsTo(link: string, path: string): boolean {
  try {
    return readlinkSync(link, 'buffer').equals(Buffer.from(diskPath(path)));
  } catch {
    return false;
  }
}
