import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createEngine, type Engine } from '../../../src-main/engine/engine.ts';
import { engineScripts } from '../../support/engine-scripts.ts';
import { project } from '../../support/face-clip.ts';

let folder: string;
let engine: Engine;
let stop: AbortController;
const at = (name: string) => join(folder, name);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-stop-'));
  stop = new AbortController();
  // A case that hangs whoever reads it.
  writeFileSync(at('hang.mjs'), `process.on('message', () => { for (;;); })`);
  engine = createEngine({
    resources: project,
    settingsFolder: at('settings'),
    version: 'test',
    scripts: { ...engineScripts, caseInspection: at('hang.mjs') },
    signal: stop.signal,
  });
});
afterEach(async () => {
  await engine.close();
  rmSync(folder, { recursive: true });
});

it('gives up the opening of a case at once, and the case before stays open', async () => {
  const before = await engine.cases.create(at('before.exhibit'));
  writeFileSync(at('endless.exhibit'), 'endless');
  for (const enter of [engine.cases.open, engine.cases.view]) {
    const opening = enter(at('endless.exhibit'));
    setTimeout(() => engine.cases.stopOpening(), 500);
    await expect(opening).rejects.toMatchObject({ code: 'case/cancelled' });
  }
  expect(engine.cases.current()).toMatchObject({ path: before.path });
});

it('ends with the program: Ctrl-C', async () => {
  writeFileSync(at('endless.exhibit'), 'endless');
  const opening = engine.cases.open(at('endless.exhibit'));
  setTimeout(() => stop.abort(), 500);
  await expect(opening).rejects.toMatchObject({ name: 'AbortError' });
});
