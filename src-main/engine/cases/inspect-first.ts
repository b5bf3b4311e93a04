/**
 * Has a case checked by a process of its own before it is opened here. A file that was made to hang whoever reads it
 * hangs that process, which is ended after a time limit or when the user cancels.
 */
import { fork } from 'node:child_process';
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { EngineError } from '../../shared/errors.ts';
import type { InspectionAnswer, InspectionRequest } from './inspect-case.ts';
import type { FileState } from './file-state.ts';
import { requireFile } from './opening.ts';

interface InspectionOptions {
  /** The built or source file of `inspect-case.ts`. */
  script: string;
  signal?: AbortSignal | undefined;
  /** Default: a minute, and a second for every 4 MB, which is slower than any network disk in use. */
  limitMs?: number;
}

const bytesPerSecond = 4_000_000;

/**
 * @returns the state of the file that was found sound
 * @throws case/timed-out, the errors of opening a case, DOMException AbortError
 */
export async function inspectFirst(
  request: InspectionRequest,
  { script, signal, limitMs = limitFor(request.path) }: InspectionOptions,
): Promise<FileState> {
  signal?.throwIfAborted();
  // Nothing of a stranger's is read for this, and no process has to start first.
  requireFile(resolve(request.path));
  const child = fork(script, [], {
    // In Electron, this makes the binary run as plain Node; elsewhere it has no effect.
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    execArgv: ['--max-old-space-size=512'],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const stop = () => child.kill('SIGKILL');
  signal?.addEventListener('abort', stop);
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    stop();
  }, limitMs);
  try {
    const answer = await new Promise<InspectionAnswer | null>((done, fail) => {
      child.once('message', (message) => done(message as InspectionAnswer));
      child.once('error', fail);
      child.once('exit', () => done(null));
      child.send(request);
    });
    signal?.throwIfAborted();
    if (answer?.ok) return answer.state;
    if (answer) throw new EngineError(answer.error.code, answer.error.message);
    throw late ? tooLate(request.path, limitMs) : crashed(request.path);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
    stop();
  }
}

function limitFor(path: string): number {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  return 60_000 + (size / bytesPerSecond) * 1000;
}

const tooLate = (path: string, limitMs: number) =>
  new EngineError(
    'case/timed-out',
    `${resolve(path)} could not be checked within ${Math.round(limitMs / 1000)} s, so it is not opened. Copy it to a faster disk and try again. If that does not help, the file may have been made to hang: use a backup copy.`,
  );

const crashed = (path: string) =>
  new EngineError(
    'case/damaged',
    `The check of ${resolve(path)} ended by itself, so the case is not opened. Use a backup copy of it. The evidence files are not affected.`,
  );
