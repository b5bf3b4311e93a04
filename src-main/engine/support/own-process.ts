/**
 * Gives one piece of work to a process of its own, which may hang, crash or take all memory without harm to this one.
 * It is ended after a time limit, when the user cancels, and by itself when it holds more memory than it may.
 */
import { fork } from 'node:child_process';
import { EngineError } from '../../shared/errors.ts';
import type { Answer } from './answer-once.ts';

interface OwnProcess {
  /** The built or source file of an entry that calls `answerOnce`. */
  script: string;
  signal?: AbortSignal | undefined;
  limitMs: number;
  /** Without it, only the machine limits its memory. */
  memoryMb?: number;
  /** What is thrown where it ended without an answer. @param late after its time; otherwise by itself, as `how` says */
  ended(late: boolean, how: string): EngineError;
}

/** @throws EngineError of the work, or `ended`; DOMException AbortError */
export async function inOwnProcess<T>(
  request: object,
  { script, signal, limitMs, memoryMb, ended }: OwnProcess,
): Promise<T> {
  signal?.throwIfAborted();
  const child = fork(script, memoryMb === undefined ? [] : [String(memoryMb)], {
    // In Electron, this makes the binary run as plain Node; elsewhere it has no effect.
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    execArgv: memoryMb === undefined ? [] : [`--max-old-space-size=${memoryMb}`],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const gone = new Promise<void>((done) => child.once('close', () => done()).once('error', () => done()));
  const stop = () => child.kill('SIGKILL');
  signal?.addEventListener('abort', stop);
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    stop();
  }, limitMs);
  try {
    const outcome = await new Promise<Answer<T> | string>((done) => {
      child.once('message', (answer) => done(answer as Answer<T>));
      child.once('error', (error) => done(error.message));
      child.once('exit', (code, killedBy) => done(killedBy ?? `exit code ${code}`));
      child.send(request);
    });
    signal?.throwIfAborted();
    if (typeof outcome === 'string') throw ended(late, outcome);
    if (outcome.ok) return outcome.value;
    throw new EngineError(outcome.error.code, outcome.error.message);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
    stop();
    // What it was writing to is free for whoever removes it now.
    await gone;
  }
}

/** How long a file of this size may take: a minute, and longer than the slowest network disk in use needs to read it. */
export const limitMsFor = (sizeBytes: number): number => 60_000 + (sizeBytes / BYTES_PER_SECOND) * 1000;

const BYTES_PER_SECOND = 4_000_000;
