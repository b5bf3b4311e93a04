/** Writes a file whose name Exhibit chooses itself, in a folder in which somebody else may have put something. */
import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';

/**
 * The file is made beside its name and then gets it. So a link with that name is replaced itself, and never what it leads
 * to; nor is a half-written file ever seen under the name.
 * @throws errors of the file system
 */
export async function writeOverName(path: string, content: string | Uint8Array): Promise<void> {
  const unfinished = `${path}.${process.pid}-${randomUUID().slice(0, 8)}.part`;
  try {
    await writeFile(unfinished, content, { flag: 'wx' });
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}
