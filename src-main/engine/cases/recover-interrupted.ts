/** Resets the work that the last process left: its jobs end and keep what is still to do; its videos wait again. */
import type { CaseDatabase } from './case-database.ts';
import type { EvidenceStore } from './evidence.ts';
import type { JobStore } from './jobs.ts';

export function recoverInterrupted(
  { write }: CaseDatabase,
  { evidence, jobs }: { evidence: EvidenceStore; jobs: JobStore },
): void {
  write(() => {
    const running = [...evidence.stored()].filter(({ state }) => state === 'running');
    for (const { id } of running) evidence.interrupt(id);
    for (const { id, state } of jobs.list()) {
      if (state === 'queued' || state === 'running') jobs.update(id, { state: 'cancelled' });
    }
  });
}
