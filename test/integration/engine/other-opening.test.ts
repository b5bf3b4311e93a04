/** What is asked for a case that was closed meanwhile reaches no other case: ids of evidence are those of one case. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { contractHandlers } from '../../../src-main/app/contract-handlers.ts';
import { createEngine, type Engine } from '../../../src-main/engine/engine.ts';
import { engineScripts } from '../../support/engine-scripts.ts';
import { project } from '../../support/face-clip.ts';

let folder: string;
let engine: Engine;
let opening: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-opening-'));
  const settingsFolder = join(folder, 'settings');
  engine = createEngine({
    ...{ resources: project, settingsFolder, version: 'test', scripts: engineScripts, provider: 'cpu' },
  });
  ({ opening } = await engine.cases.create(join(folder, 'a.exhibit')));
  await engine.cases.create(join(folder, 'b.exhibit'));
});
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true });
});

it('names each opening otherwise, also of the same case', async () => {
  const again = await engine.cases.open(join(folder, 'a.exhibit'));
  expect(again.opening).not.toBe(opening);
  expect(engine.cases.current()).toEqual(again);
  expect(engine.notebook.read().opening).toBe(again.opening);
});

it('stores nothing that was meant for an opening that has ended', async () => {
  const ask = contractHandlers(engine);
  const before = engine.cases.current();
  const asked = [
    ask['evidence:add']({ opening, paths: [join(folder, 'b.exhibit')] }),
    ask['evidence:old-hashes']({ opening, evidenceId: 1 }),
    ask['evidence:measure-rates']({ opening, evidenceId: 1, path: join(folder, 'ours.csv') }),
    ask['notebook:store']({ opening, change: { kind: 'examiner', content: { name: 'A. Smith' } } }),
    ask['notebook:undo']({ opening }),
    ask['job:cancel']({ opening, jobId: 1 }),
    ask['stamp:request']({ opening, path: join(folder, 'log.tsq') }),
  ];
  for (const refused of await Promise.allSettled(asked)) {
    expect(refused).toMatchObject({
      status: 'rejected',
      reason: {
        code: 'case/none-open',
        message: expect.stringContaining('Another case was opened since') as string,
      },
    });
  }
  expect(engine.cases.current()).toEqual(before);
});
