/** Runs a provider's trial in its own process and waits for its answer, or for its end. */
import { EngineError } from '../../shared/errors.ts';
import { inOwnProcess } from '../support/own-process.ts';
import type { TrialRequest, TrialResult } from './trial.ts';

export type TrialAnswer = { ok: true; result: TrialResult } | { ok: false; reason: string };

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
  try {
    return { ok: true, result: await inOwnProcess(request, { script, signal, limitMs, ended }) };
  } catch (error) {
    signal?.throwIfAborted();
    return { ok: false, reason: (error as Error).message };
  }
}

const ended = (late: boolean, how: string) =>
  new EngineError(
    'inference/failed',
    late ? `the trial took longer than ${limitMs / 1000} s` : `the trial crashed (${how})`,
  );
