/** The inside of a process that `inOwnProcess` starts: it takes one request, answers once and ends. */
import { Worker } from 'node:worker_threads';
import { reportOf, type ErrorReport } from '../../shared/errors.ts';

export type Answer<T> = { ok: true; value: T } | { ok: false; error: ErrorReport };

export function answerOnce<Request>(work: (request: Request) => unknown): void {
  const [, , memoryMb] = process.argv;
  if (memoryMb !== undefined) limitMemory(Number(memoryMb));
  process.once('message', (request) => {
    void answer(() => work(request as Request)).then((message) => {
      process.send?.(message, () => process.exit());
    });
  });
}

async function answer(work: () => unknown): Promise<Answer<unknown>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    return { ok: false, error: reportOf(error) };
  }
}

/**
 * V8 limits its own heap alone, not buffers or the memory of native libraries. So a thread, which runs on while the
 * work keeps this one busy, looks at what the process really holds.
 */
function limitMemory(megabytes: number): void {
  const watch = `
    const { workerData: most } = require('node:worker_threads');
    const parent = process.ppid;
    setInterval(() => {
      // Also where nobody is left who would end it after its time.
      if (process.memoryUsage.rss() > most || process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
    }, 20);`;
  new Worker(watch, { eval: true, workerData: megabytes * 2 ** 20 }).unref();
}
