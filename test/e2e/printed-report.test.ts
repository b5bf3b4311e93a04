/** The command line of an installed Exhibit, which is Electron as plain Node, has its PDF laid out by the app. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeReady } from '../../scripts/find-electron.ts';
import { projectFolder } from '../../scripts/folders.ts';
import { createCase } from '../../src-main/engine/cases/case-file.ts';

const run = promisify(execFile);
const isRoot = process.getuid?.() === 0;

let folder: string;
let electron: string;
let path: string;
beforeAll(async () => {
  electron = (await makeReady([])).electron!;
  folder = mkdtempSync(join(tmpdir(), 'exhibit-printed-'));
  path = join(folder, 'a.exhibit');
  createCase(path, 'Exhibit test').close();
});
afterAll(() => rmSync(folder, { recursive: true }));

function report(out: string, change: NodeJS.ProcessEnv) {
  const args = [
    join(projectFolder, 'dist', 'main', 'cli.js'),
    'report',
    path,
    '--format',
    'pdf',
    '--out',
    out,
  ];
  // Chromium's sandbox can't work for root, as `npm start` says.
  const sandbox = isRoot ? { ELECTRON_DISABLE_SANDBOX: '1' } : {};
  const settings = { XDG_CONFIG_HOME: join(folder, 'config'), ELECTRON_RUN_AS_NODE: '1' };
  return run(electron, args, { env: { ...process.env, ...settings, ...sandbox, ...change } });
}

it('writes the PDF, and leaves no page or profile behind', async () => {
  const out = join(folder, 'report.pdf');
  const temporary = mkdtempSync(join(folder, 'tmp-'));
  await report(out, { TMPDIR: temporary });
  const pdf = readFileSync(out, 'latin1');
  expect(pdf).toMatch(/^%PDF-1\.\d/);
  expect(pdf).toContain('/StructTreeRoot');
  const left = readdirSync(temporary).filter((name) => name.startsWith('exhibit-'));
  expect(left).toEqual([]);
});

it.skipIf(process.platform !== 'linux')('says what to do where there is no display', async () => {
  const failed = report(join(folder, 'none.pdf'), { DISPLAY: '', WAYLAND_DISPLAY: '' });
  await expect(failed).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/needs a display.*xvfb-run -a.*\[report\/no-printer\]/),
  });
});
