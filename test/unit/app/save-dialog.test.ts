import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserWindow } from 'electron';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { GrantedPaths } from '../../../src-main/app/granted-paths.ts';
import type { Settings } from '../../../src-main/app/settings.ts';
import { wholeCase } from '../../../src-main/shared/report-choice.ts';
import type { SigningKey } from '../../../src-main/app/signing-key.ts';

/** What the examiner types in the save dialog, and answers to a question. */
const said = vi.hoisted(() => ({ name: '', replace: false, asked: [] as string[] }));

vi.mock('electron', () => ({
  app: { getPath: () => '/' },
  dialog: {
    showSaveDialog: () => Promise.resolve({ canceled: false, filePath: said.name }),
    showMessageBox: (_window: unknown, { detail }: { detail: string }) => {
      said.asked.push(detail);
      return Promise.resolve({ response: said.replace ? 1 : 0 });
    },
  },
}));

// Another file of this worker may have read the module with its own stand-in for Electron.
vi.resetModules();
const { appCommandHandlers } = await import('../../../src-main/app/app-commands.ts');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-save-'));
  said.asked.length = 0;
});
afterEach(() => rmSync(folder, { recursive: true }));

const granted = new GrantedPaths();
const handlers = appCommandHandlers(
  {} as BrowserWindow,
  { settings: {} as Settings, granted, signingKey: {} as SigningKey },
  () => Promise.reject(new Error('nobody asks')),
  () => Promise.resolve(true),
  () => undefined,
  () => undefined,
);
const saveReport = () => handlers['dialog:save-report']({ format: 'html' });

it('asks about the file that the added ending names, and writes nothing over it unless told to', async () => {
  const real = join(folder, 'report.html');
  writeFileSync(real, 'the first report');
  said.name = join(folder, 'report');
  said.replace = false;
  expect(await saveReport()).toBeNull();
  expect(() =>
    granted.check('report:write', { opening: 'a', format: 'html', path: real, choice: wholeCase }),
  ).toThrow('was not chosen');
  said.replace = true;
  expect(await saveReport()).toBe(real);
  expect(said.asked).toEqual([real, real]);
});

it('does not ask where the name was typed whole, which the dialog has asked about, or is free', async () => {
  writeFileSync(join(folder, 'report.html'), 'the first report');
  for (const name of ['report.html', 'other']) {
    said.name = join(folder, name);
    expect(await saveReport()).toMatch(/\.html$/);
  }
  expect(said.asked).toEqual([]);
});

it('leaves a case that is there to the page, which offers to open it', async () => {
  writeFileSync(join(folder, 'a.exhibit'), '');
  said.name = join(folder, 'a');
  expect(await handlers['dialog:new-case']({})).toBe(join(folder, 'a.exhibit'));
  expect(said.asked).toEqual([]);
});
