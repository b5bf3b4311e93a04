/** Reads a table or list of a data set, which may be of strangers. */
import { readFile, stat } from 'node:fs/promises';
import { EngineError } from '../../shared/errors.ts';

/** Some 500,000 lines. */
const MAX_BYTES = 64 * 2 ** 20;

/** @throws EngineError media/unsupported for what is no file or too long; an error of the disk */
export async function listText(path: string): Promise<string> {
  const found = await stat(path);
  if (!found.isFile()) throw new EngineError('media/unsupported', `${path} is no file, so it is not read.`);
  if (found.size <= MAX_BYTES) return readFile(path, 'utf8');
  throw new EngineError(
    'media/unsupported',
    `${path} has more than ${MAX_BYTES / 2 ** 20} MB. Divide it, with the clips that it names, into several.`,
  );
}
