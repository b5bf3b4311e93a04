/** The identity of a file that is viewed; see `support/file-identity.ts`. */
import { stat } from 'node:fs/promises';
import { evidenceError } from '../media/evidence-file.ts';
import { diskPath } from '../media/path-bytes.ts';
import { identityOf, type FileIdentity } from '../support/file-identity.ts';

/** @throws EngineError as openEvidence, if the file is not there */
export const fileIdentity = (path: string): Promise<FileIdentity> =>
  stat(diskPath(path), { bigint: true }).then(identityOf, (cause: unknown) => {
    throw evidenceError(cause);
  });
