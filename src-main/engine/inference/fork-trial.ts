/** Runs a provider's trial in a process of its own and waits for what it says, or for its end. */
import { fork } from 'node:child_process';
import type { TrialAnswer } from './provider-trial.ts';
import type { TrialRequest } from './trial.ts';

/** A driver that hangs is as good as none; software rendering on a busy machine takes half of this. */
const limitMs = 120_000;

/**
 * @param script the built or source file of `provider-trial.ts`
 * @returns never rejects for what the trial does, a crash included: that is the answer `ok: false`
 * @throws DOMException AbortError
 */
export async function forkTrial(
  script: string,
  request: TrialRequest,
  signal?: AbortSignal,
): Promise<TrialAnswer> {
  signal?.throwIfAborted();
  const child = fork(script, [], {
    // In Electron, makes a plain Node of the binary; elsewhere it means nothing.
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
