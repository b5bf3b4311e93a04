import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ModelCheck } from '../../../src-main/engine/inference/manifest.ts';
import { createLab, type Lab } from '../../../src-main/engine/lab/lab.ts';
import type { LabTools } from '../../../src-main/engine/lab/lab-tools.ts';
import { runStore } from '../../../src-main/engine/lab/run-store.ts';
import { EngineError } from '../../../src-main/shared/errors.ts';
import { metricDefaults } from '../../../src-main/shared/lab-defaults.ts';
import { noLog } from '../../../src-main/shared/log.ts';
import { networks } from '../../support/lab-faces.ts';
import { labResult } from '../../support/lab-result.ts';
import { labWith } from '../../support/lab.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'exhibit-lab-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const unused = () => Promise.reject(new EngineError('models/unknown', 'there is no network here'));

/** A lab whose data set has one clip, and one finished run that can be published. */
function labWithRun(tools: Partial<LabTools>): { lab: Lab; runId: number } {
  const file = join(folder, 'lab.sqlite');
  const database = labWith(file, [{ path: join(folder, 'a.mp4'), label: 'real' }]);
  const runs = runStore(database);
  const parameters = { ...metricDefaults, datasetId: 1, splitId: 1, embedder: 'any' };
  const { id: runId } = runs.create(parameters, networks);
  runs.setResult(runId, labResult());
  runs.setState(runId, 'done');
  database.close();
  const lab = createLab({
    ...{ file, signal: undefined, emit: () => undefined, log: noLog },
    tools: {
      ...{ ffmpeg: unused, faceTools: unused, openEmbedder: unused, trainedOn: unused, embedders: unused },
      networks: () => Promise.resolve([]),
      library: { userFolder: join(folder, 'models'), list: () => Promise.resolve([]) },
      ...tools,
    },
  });
  return { lab, runId };
}

it('publishes no model under the name of a network', async () => {
  const guest = { entry: { name: 'visitor' }, state: 'ok' } as ModelCheck;
  const { lab, runId } = labWithRun({ networks: () => Promise.resolve([guest]) });
  await expect(lab.runs.publish({ runId, licence: 'none', name: 'visitor' })).rejects.toMatchObject({
    code: 'models/name-taken',
  });
  await lab.close();
});

it('refuses a second publication of a run while the first is under way', async () => {
  const { lab, runId } = labWithRun({});
  const wish = { runId, licence: 'none' };
  const publications = ['one', 'two'].map((name) => lab.runs.publish({ ...wish, name }));
  const codes = (await Promise.allSettled(publications)).map((end) =>
    end.status === 'rejected' ? (end.reason as EngineError).code : null,
  );
  expect(codes).toEqual(['models/unknown', 'lab/busy']);
  await lab.close();
});

it.each<[string, (lab: Lab) => Promise<unknown>]>([
  ['an export', (lab) => lab.datasets.exportFaces('test', { folder: join(folder, 'faces'), frames: 1 })],
  ['an import', (lab) => lab.datasets.import({ folder, name: null })],
])('closes only after %s that it was busy with have ended, and says why they did', async (_, begin) => {
  let begun = (): void => undefined;
  const asked = new Promise<void>((resolve) => (begun = resolve));
  let ready = (): void => undefined;
  const tools = () => {
    begun();
    return new Promise<never>((resolve) => (ready = () => resolve({} as never)));
  };
  const { lab } = labWithRun({ ffmpeg: tools, faceTools: tools });
  const order: string[] = [];
  const work = begin(lab).catch((error: unknown) => {
    order.push((error as EngineError).code);
  });
  await asked;
  const closed = lab.close().then(() => order.push('closed'));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(() => lab.datasets.list()).toThrow(expect.objectContaining({ code: 'lab/busy' }));
  ready();
  await Promise.all([work, closed]);
  expect(order).toEqual(['lab/busy', 'closed']);
});
