/**
 * Has a case checked by a process of its own before it is opened here. A file that was made to hang whoever reads it
 * hangs that process, which is ended after a time limit or when the user cancels.
 */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { EngineError } from '../../shared/errors.ts';
import { inOwnProcess, limitMsFor } from '../support/own-process.ts';
import type { InspectionRequest } from './inspect-case.ts';
import type { FileIdentity } from '../support/file-identity.ts';
import { requireFile } from './opening.ts';

interface InspectionOptions {
  /** The built or source file of `inspect-case.ts`. */
  script: string;
  signal?: AbortSignal | undefined;
  limitMs?: number;
}

/** SQLite needs a few MB, and reads a case through a cache of a fixed size. */
const MEMORY_MB = 1024;

/**
 * @returns the state of the file that was found sound
 * @throws case/timed-out, the errors of opening a case, DOMException AbortError
 */
export async function inspectFirst(
  request: InspectionRequest,
  { script, signal, limitMs = limitFor(request.path) }: InspectionOptions,
): Promise<FileIdentity> {
  signal?.throwIfAborted();
  const path = resolve(request.path);
  // Nothing of a stranger's is read for this, and no process has to start first.
  requireFile(path);
  return inOwnProcess(request, {
    ...{ script, signal, limitMs, memoryMb: MEMORY_MB },
    ended: (late) => (late ? tooLate(path, limitMs) : crashed(path)),
  });
}

/** By what the file takes on the disk, where the disk says it: a file with holes can be as long as its maker likes. */
function limitFor(path: string): number {
  const { size = 0, blocks = 0 } = statSync(path, { throwIfNoEntry: false }) ?? {};
  return limitMsFor(blocks === 0 ? size : Math.min(size, blocks * 512));
}

const tooLate = (path: string, limitMs: number) =>
  new EngineError(
    'case/timed-out',
    `${path} could not be checked within ${Math.round(limitMs / 1000)} s, so it is not opened. Copy it to a faster disk and try again. If that does not help, the file may have been made to hang: use a backup copy.`,
  );

const crashed = (path: string) =>
  new EngineError(
    'case/damaged',
    `The check of ${path} ended by itself, so the case is not opened. Use a backup copy of it. The evidence files are not affected.`,
  );
