/** Entry of the process that tries a provider: it takes one request, answers once and ends. */
import { tryProvider } from './trial.ts';
import type { TrialRequest, TrialResult } from './trial.ts';

export type TrialAnswer = { ok: true; result: TrialResult } | { ok: false; reason: string };

process.once('message', (request) => {
  void answer(request as TrialRequest).then((message) => {
    process.send?.(message, () => process.exit());
  });
});

async function answer(request: TrialRequest): Promise<TrialAnswer> {
  try {
    return { ok: true, result: await tryProvider(request) };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}
