/** What is asked for a case that was closed meanwhile reaches no other case: ids of evidence are those of one case. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createEngine, type Engine } from '../../../src-main/engine/engine.ts';
import { engineScripts } from '../../support/engine-scripts.ts';
import { project } from '../../support/face-clip.ts';

let folder: string;
let engine: Engine;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-opening-'));
  const settingsFolder = join(folder, 'settings');
  engine = createEngine({
    ...{ resources: project, settingsFolder, version: 'test', scripts: engineScripts, provider: 'cpu' },
  });
  await engine.cases.create(join(folder, 'a.exhibit'));
});
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true });
});

it.each([
  ['hashes', (opening: string) => engine.cases.hashEvidence(1, opening)],
  ['credentials', (opening: string) => engine.cases.checkCredentials(1, opening)],
  ['rates', async (opening: string) => engine.cases.measureRates(1, join(folder, 'ours.csv'), opening)],
])('computes no %s for an opening that has ended', async (what, ask) => {
  const { opening } = engine.notebook.read();
  await engine.cases.create(join(folder, `${what}.exhibit`));
  await expect(ask(opening)).rejects.toMatchObject({
    code: 'case/none-open',
    message: expect.stringContaining('Another case was opened since') as string,
  });
});
