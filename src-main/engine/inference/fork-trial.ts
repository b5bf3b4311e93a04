/** Runs a provider's trial in its own process and waits for its answer, or for its end. */
import { fork } from 'node:child_process';
import type { TrialAnswer } from './provider-trial.ts';
import type { TrialRequest } from './trial.ts';

/** After this time a driver counts as hanging. Software rendering on a busy machine needs half of it. */
const limitMs = 120_000;

/**
 * @param script the built or source file of `provider-trial.ts`
 * @returns does not reject if the trial fails or crashes: then the answer has `ok: false`
 * @throws DOMException AbortError
 */
export async function forkTrial(
  script: string,
  request: TrialRequest,
  signal?: AbortSignal,
): Promise<TrialAnswer> {
  signal?.throwIfAborted();
  const child = fork(script, [], {
    // In Electron, this makes the binary run as plain Node; elsewhere it has no effect.
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    timeout: limitMs,
    killSignal: 'SIGKILL',
  });
  const stop = () => child.kill('SIGKILL');
  signal?.addEventListener('abort', stop);
  try {
    return await new Promise<TrialAnswer>((resolve) => {
      child.once('message', (answer) => resolve(answer as TrialAnswer));
      child.once('error', (error) => resolve({ ok: false, reason: error.message }));
      child.once('exit', (code, killedBy) => resolve({ ok: false, reason: ending(code, killedBy) }));
      child.send(request);
    });
  } finally {
    signal?.removeEventListener('abort', stop);
    stop();
    signal?.throwIfAborted();
  }
}

function ending(code: number | null, killedBy: NodeJS.Signals | null): string {
  if (killedBy === 'SIGKILL') return `the trial took longer than ${limitMs / 1000} s`;
  return `the trial crashed (${killedBy ?? `exit code ${code}`})`;
}
