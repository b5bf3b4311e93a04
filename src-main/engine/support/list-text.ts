/** Reads a table or list of a data set, which may be of strangers. */
import { EngineError } from '../../shared/errors.ts';
import { NotReadAsFile, readBounded } from './read-bounded.ts';

/** Some 500,000 lines. */
const MAX_BYTES = 64 * 2 ** 20;

/** @throws EngineError media/unsupported for what is no file or too long; an error of the disk */
export async function listText(path: string): Promise<string> {
  try {
    return (await readBounded(path, MAX_BYTES)).toString('utf8');
  } catch (error) {
    if (!(error instanceof NotReadAsFile)) throw error;
    throw new EngineError(
      'media/unsupported',
      `${path} is not read: ${error.message}. Name a file of at most ${MAX_BYTES / 2 ** 20} MB; divide a longer one, with the clips that it names, into several.`,
    );
  }
}
