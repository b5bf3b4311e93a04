/**
 * Whether a path still names the same file: device, inode, size and time of change, as the file system has them. They
 * are no proof of content, which only the SHA-256 is; they tell when it must be computed anew.
 */
import { stat } from 'node:fs/promises';
import { evidenceError } from '../media/evidence-file.ts';
import { diskPath } from '../media/path-bytes.ts';

/** @throws EngineError as openEvidence, if the file is not there */
export async function fileIdentity(path: string): Promise<string> {
  const { dev, ino, size, mtimeNs, ctimeNs } = await stat(diskPath(path), { bigint: true }).catch(
    (cause: unknown) => {
      throw evidenceError(cause);
    },
  );
  return [dev, ino, size, mtimeNs, ctimeNs].join(' ');
}
