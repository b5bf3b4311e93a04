import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keptTemplates, type Templates } from '../../../src-main/engine/reports/kept-template.ts';

let root: string;
let templates: Templates;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'exhibit-kept-template-'));
  templates = keptTemplates(join(root, 'settings'));
});
afterEach(() => rmSync(root, { recursive: true }));

function templateOf(agency: string): string {
  const folder = join(root, agency);
  mkdirSync(folder);
  writeFileSync(join(folder, 'template.json'), JSON.stringify({ format: 1, agency }));
  return folder;
}

it('keeps the template that was chosen last, from one start to the next', async () => {
  expect(await templates.kept()).toBeNull();
  await templates.keep(templateOf('North Lab'));
  const folder = templateOf('South Lab');
  await templates.keep(folder);
  expect(await keptTemplates(join(root, 'settings')).kept()).toEqual({ folder, agency: 'South Lab' });
  await templates.drop();
  expect(await templates.kept()).toBeNull();
});

it('keeps none that cannot be used, but the one before', async () => {
  const folder = templateOf('North Lab');
  await templates.keep(folder);
  await expect(templates.keep(root)).rejects.toMatchObject({ code: 'report/bad-template' });
  expect(await templates.kept()).toEqual({ folder, agency: 'North Lab' });
});

it('takes a damaged choice for none', async () => {
  await templates.keep(templateOf('North Lab'));
  writeFileSync(join(root, 'settings', 'report-template.json'), '{"folder":');
  expect(await templates.kept()).toBeNull();
});
