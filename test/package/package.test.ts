/**
 * The package for Linux, built and used as an installed program: not part of `npm test`, because it takes minutes. Where
 * only the Electron from npm is here, the package is built with that, and better-sqlite3 as it is compiled for it.
 */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { chromium, type Browser, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeReady } from '../../scripts/find-electron.ts';
import { projectFolder, runtimeFolder } from '../../scripts/folders.ts';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'exhibit-package-'));
const app = join(folder, 'linux-unpacked');
const builder = join(projectFolder, 'node_modules', '.bin', 'electron-builder');
const settings = { ...process.env, XDG_CONFIG_HOME: join(folder, 'config') };

beforeAll(async () => {
  const { electron } = await makeReady([]);
  const fromNpm = electron!.startsWith(runtimeFolder);
  const other = fromNpm
    ? [`-c.electronDist=${dirname(electron!)}`, `-c.electronVersion=${await versionOf(electron!)}`]
    : [];
  await run(process.execPath, [join(projectFolder, 'scripts', 'sbom.ts')], { cwd: projectFolder });
  await run(builder, ['--dir', `-c.directories.output=${folder}`, ...other], {
    ...{ cwd: projectFolder, env: { ...process.env, CSC_IDENTITY_AUTO_DISCOVERY: 'false' } },
  });
  if (!fromNpm) return;
  const compiled = readdirSync(runtimeFolder).find((name) => /^better-sqlite3-.*\.node$/.test(name));
  const prebuilt = 'app.asar.unpacked/node_modules/better-sqlite3/prebuilds/linux-x64.node';
  copyFileSync(join(runtimeFolder, compiled!), join(app, 'resources', prebuilt));
}, 1_800_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const versionOf = async (electron: string) => {
  const print = ['-p', 'process.versions.electron'];
  const { stdout } = await run(electron, print, { env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' } });
  return stdout.trim();
};

describe.skipIf(process.platform !== 'linux')('the package', () => {
  it('has its fuses set as docs/security.md says', async () => {
    const wire = await getCurrentFuseWire(join(app, 'exhibit'));
    expect(wire).toMatchObject({
      [FuseV1Options.RunAsNode]: FuseState.ENABLE,
      [FuseV1Options.EnableCookieEncryption]: FuseState.ENABLE,
      [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: FuseState.DISABLE,
      [FuseV1Options.EnableNodeCliInspectArguments]: FuseState.DISABLE,
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: FuseState.ENABLE,
      [FuseV1Options.OnlyLoadAppFromAsar]: FuseState.ENABLE,
      [FuseV1Options.GrantFileProtocolExtraPrivileges]: FuseState.DISABLE,
    });
  });

  it('brings its bill of materials', () => {
    const bom = readFileSync(join(app, 'resources', 'exhibit.cdx.json'), 'utf8');
    expect(JSON.parse(bom)).toMatchObject({ bomFormat: 'CycloneDX' });
  });

  it('makes and analyses the sample case in its window', async () => {
    await analyseSampleCase(join(app, 'exhibit'));
  }, 900_000);

  it('analyses on its command line', async () => {
    const command = join(app, 'resources', 'bin', 'exhibit');
    const file = join(folder, 'case.exhibit');
    const photograph = join(app, 'resources', 'resources', 'sample', 'photograph 1.jpg');
    const args = ['analyse', photograph, '--case', file, '--provider', 'cpu'];
    const { stderr } = await run(command, args, { env: settings });
    expect(stderr).toContain('1 of 1 analysed, 0 failed');
    expect((await run(command, ['case', file], { env: settings })).stdout).toMatch(/audit +intact/);
  }, 600_000);

  it.skipIf(process.env['APPIMAGE_TOOLS_PATH'] === undefined)(
    'does the same as an AppImage, which does not ask for a window without a sandbox',
    async () => {
      const appImage = await packed('AppImage');
      await run(appImage, ['--appimage-extract', '*.desktop'], { cwd: folder });
      const entry = readFileSync(join(folder, 'squashfs-root', 'exhibit.desktop'), 'utf8');
      expect(entry).toMatch(/^Exec=AppRun %U$/m);
      await analyseSampleCase(appImage);
    },
    1_800_000,
  );

  it.skipIf(process.env['CUSTOM_FPM_PATH'] === undefined)(
    'as a deb needs every library that it is linked with',
    async () => {
      const deb = await packed('deb', '-c.deb.compression=gz');
      const { stdout: needs } = await run('dpkg-deb', ['-f', deb, 'Depends']);
      const only = ['recommends', 'suggests', 'conflicts', 'breaks', 'replaces', 'enhances'].map(
        (kind) => `--no-${kind}`,
      );
      const { stdout: brought } = await run('apt-cache', [
        'depends',
        '--recurse',
        ...only,
        ...needs.trim().split(', '),
      ]);
      const { stdout: linked } = await run('ldd', [join(app, 'exhibit')]);
      for (const [, library] of linked.matchAll(/=> (\/(?:usr\/)?lib\/\S+)/g)) {
        const { stdout: owner } = await run('dpkg', ['-S', `*/${basename(library!)}`]);
        expect(brought.split('\n'), library).toContain(owner.split(':')[0]);
      }
    },
    600_000,
  );
});

/** @returns the file that is made of the unpacked program */
async function packed(target: 'AppImage' | 'deb', ...settingsOfTarget: string[]): Promise<string> {
  const out = join(folder, target);
  const version = `-c.electronVersion=${await versionOf(join(app, 'exhibit'))}`;
  const args = ['--linux', target, '--prepackaged', app, `-c.directories.output=${out}`, version];
  await run(builder, [...args, ...settingsOfTarget], { cwd: projectFolder });
  return join(
    out,
    readdirSync(out).find((name) => name.endsWith(`.${target}`))!,
  );
}

async function analyseSampleCase(program: string): Promise<void> {
  const window = await startWindow(program);
  try {
    const { page } = window;
    await page.getByTestId('sample-case').click({ timeout: 120_000 });
    const rows = page.getByTestId('video-row');
    await rows.first().waitFor({ timeout: 300_000 });
    const analysed = page.locator('[data-testid=video-row][data-state=done]');
    await expect.poll(() => analysed.count(), { timeout: 600_000 }).toBe(6);
    expect(await page.getByTestId('verdict-badge').count()).toBe(6);
    await expect.poll(() => page.getByTestId('audit-state').innerText()).toMatch(/intact/i);
  } finally {
    await window.close();
  }
}

interface Window {
  page: Page;
  close(): Promise<void>;
}

/** Over Chromium's own port: the fuses refuse Node's, which Playwright uses for Electron. */
async function startWindow(program: string): Promise<Window> {
  const port = await freePort();
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const child = spawn(program, [...root, `--remote-debugging-port=${port}`], {
    ...{ env: settings, stdio: 'ignore', detached: true },
  });
  const browser = await connected(port, child);
  const pages = browser.contexts().flatMap((context) => context.pages());
  return {
    page: pages[0]!,
    async close() {
      await browser.close();
      process.kill(-child.pid!, 'SIGKILL');
    },
  };
}

async function connected(port: number, child: ChildProcess): Promise<Browser> {
  for (;;) {
    try {
      const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
      if (browser.contexts().some((context) => context.pages().length > 0)) return browser;
      await browser.close();
    } catch {
      // It is not there yet.
    }
    if (child.exitCode !== null) throw new Error(`the program ended with ${child.exitCode}`);
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? address!.port : 0));
    });
  });
}
