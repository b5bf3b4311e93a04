/** Where results may be written: never over what could be evidence or a case. */
import { open, stat } from 'node:fs/promises';
import { fileTypeFromBuffer } from 'file-type';
import { EngineError } from '../../shared/errors.ts';

/** What file-type looks at. */
const HEAD_BYTES = 4100;

/** Exhibit writes none of these as a result. */
const kept = /^(?:video|image|audio)\/|sqlite/;

/** Videos that their first bytes do not tell. */
const mediaName = /\.(?:mxf|dv|wtv|[hx]?26[45]|hevc|ivf|nut|obu|y4m)$/i;

/** A case, and what SQLite may have beside it: damaged or empty, they may still be all that there is. */
const caseName = /\.exhibit(?:-wal|-shm|-journal)?$/i;

/**
 * A pipe or a terminal may always be written.
 * @param overwrite an existing file may be replaced: `--overwrite`, or the answer in a window's dialog
 * @throws EngineError output/kept for a video, a picture, sound or a database; output/exists
 */
export async function requireOutputPlace(path: string, overwrite: boolean): Promise<void> {
  const head = await headOf(path);
  if (head === null) return;
  const what = caseName.test(path)
    ? 'a case by its name'
    : mediaName.test(path)
      ? 'a video by its name'
      : ((await fileTypeFromBuffer(head).catch(() => undefined))?.mime ?? '');
  if (caseName.test(path) || mediaName.test(path) || kept.test(what)) {
    throw new EngineError(
      'output/kept',
      `${path} may be evidence or a case (${what}), so it is never replaced. Choose another name.`,
    );
  }
  if (!overwrite) {
    throw new EngineError(
      'output/exists',
      `${path} exists already. Choose another name, or replace it with --overwrite`,
    );
  }
}

/** The first bytes of a file; null for what is no file. A pipe is not opened: that would wait for its other end. */
async function headOf(path: string): Promise<Buffer | null> {
  if (!(await stat(path).catch(() => null))?.isFile()) return null;
  const file = await open(path, 'r').catch(() => null);
  if (file === null) return Buffer.alloc(0);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
