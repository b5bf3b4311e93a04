/** Run as a process of its own: opens a case, leaves work half done, says so and waits to be killed. */
import { openCase } from '../../../src-main/engine/cases/case-file.ts';

const held = openCase(process.argv[2]!, 'Exhibit test');
const { id } = held.evidence.add({ path: '/evidence/half.mp4', sizeBytes: 9 });
const next = ['/evidence/second.mp4', '/evidence/third.mp4'].map((path) =>
  held.evidence.add({ path, sizeBytes: 9 }),
);
held.evidence.start(id, { sha256: '0'.repeat(64), sizeBytes: 9 });
const parameters = { sampling: { kind: 'all' as const }, minFacePx: 20, detectSizePx: null };
const evidenceIds = [id, ...next.map((row) => row.id)];
const job = held.jobs.create({ evidenceIds, parameters });
held.jobs.update(job.id, { state: 'running' });
held.jobs.finish(job.id, next[1]!.id, { failed: true });
process.stdout.write('held\n');
setInterval(() => {}, 1000);
