import { expect, it } from 'vitest';
import { stoppable } from '../../../../src-main/engine/casework/stoppable.ts';

const untilStopped = (signal: AbortSignal) =>
  new Promise<never>((_resolve, reject) =>
    signal.addEventListener('abort', () => reject(signal.reason as Error)),
  );
const cancelled = { code: 'case/cancelled', message: 'The check was cancelled.' };

it('ends the work under way', async () => {
  const checks = stoppable(undefined);
  const running = checks.begin('The check')(untilStopped);
  checks.stop();
  await expect(running).rejects.toMatchObject(cancelled);
});

it('stops work that still waits for its turn', async () => {
  const checks = stoppable(undefined);
  const run = checks.begin('The check');
  checks.stop();
  await expect(run(() => Promise.resolve(1))).rejects.toMatchObject(cancelled);
});

it('takes no work as done that was stopped, and stops none that is begun later', async () => {
  const checks = stoppable(undefined);
  const first = checks.begin('The check')(() => Promise.resolve(1));
  checks.stop();
  await expect(first).rejects.toMatchObject(cancelled);
  await expect(checks.begin('The check')(() => Promise.resolve(2))).resolves.toBe(2);
});

it('gives up what was begun before where it is begun anew', async () => {
  const checks = stoppable(undefined);
  const first = checks.beginAnew('The check')(untilStopped);
  const second = checks.beginAnew('The check')(() => Promise.resolve(2));
  await expect(first).rejects.toMatchObject(cancelled);
  await expect(second).resolves.toBe(2);
});

it('leaves the end of the program as it is', async () => {
  const program = new AbortController();
  const running = stoppable(program.signal).begin('The check')(untilStopped);
  program.abort();
  await expect(running).rejects.toMatchObject({ name: 'AbortError' });
});
