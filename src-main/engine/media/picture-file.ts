/** Looks at the file of a picture of a data set before it is read; it may be of strangers: no pipe, and no more than a picture takes. */
import { stat } from 'node:fs/promises';
import { EngineError } from '../../shared/errors.ts';

/** 100 megapixels with eight bits of each colour, not compressed at all, take 300 MB. */
export const MAX_PICTURE_BYTES = 320 * 2 ** 20;

/** @throws EngineError media/not-found, media/not-a-file, media/unsupported for one that is too large */
export async function pictureBytes(path: string): Promise<number> {
  const found = await stat(path).catch(() => null);
  if (found === null)
    throw new EngineError('media/not-found', `${path} does not exist or cannot be read. Check the path.`);
  if (!found.isFile())
    throw new EngineError('media/not-a-file', `${path} is not a file. Take it out of the data set.`);
  if (found.size <= MAX_PICTURE_BYTES) return found.size;
  throw new EngineError(
    'media/unsupported',
    `${path} has more than ${MAX_PICTURE_BYTES / 2 ** 20} MB, which no picture needs. Save a smaller version.`,
  );
}
