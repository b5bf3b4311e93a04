/** Performs a run of a lab in a process of its own, to be killed; says so when an epoch is stored. */
import { openLabDatabase } from '../../../src-main/engine/lab/lab-database.ts';
import { performExperiment } from '../../../src-main/engine/lab/perform-run.ts';
import { runStore } from '../../../src-main/engine/lab/run-store.ts';
import { materialOf } from '../../support/lab-faces.ts';

const [, , file, runId] = process.argv;
const lab = openLabDatabase(file!);
const runs = runStore(lab);
const id = Number(runId);
await performExperiment(id, runs.parameters(id), materialOf(lab), runs, {
  signal: new AbortController().signal,
  onProgress: ({ epoch }) => epoch && process.stdout.write(`${epoch.stage}: ${epoch.epoch}\n`),
});
