import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const project = join(import.meta.dirname, '..', '..', '..');
const read = (file: string) => readFileSync(join(project, file), 'utf8');
const sources = ['src-main/app', 'src-renderer'].flatMap((folder) =>
  readdirSync(join(project, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:ts|svelte|html)$/.test(name))
    .map((name) => read(join(folder, name))),
);

describe("Electron's security list", () => {
  it.each([
    'allowRunningInsecureContent',
    'experimentalFeatures',
    'enableBlinkFeatures',
    'allowpopups',
    'openExternal',
    // Switches, that of the sandbox among them, are asked for and never set.
    'appendSwitch',
    'appendArgument',
    '--no-sandbox',
  ])('%s is nowhere in the app and the page', (name) => {
    expect(sources.length).toBeGreaterThan(50);
    expect(sources.filter((text) => text.includes(name))).toEqual([]);
  });

  it('refuses every <webview>', () => {
    const refusing = "contents.on('will-attach-webview', (event) => event.preventDefault());";
    expect(read('src-main/app/security.ts')).toContain(refusing);
    expect(sources.filter((text) => text.includes('<webview') || text.includes('webviewTag'))).toEqual([]);
  });

  it('names one version of Electron, not a range', () => {
    const { devDependencies } = JSON.parse(read('package.json')) as {
      devDependencies: Record<string, string>;
    };
    expect(devDependencies['electron']).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it('sets the fuses that docs/security.md names', () => {
    const [, fuses = ''] = /^electronFuses:\n((?: .*\n)+)/m.exec(read('electron-builder.yml')) ?? [];
    const set = Object.fromEntries([...fuses.matchAll(/^ {2}(\w+): (\w+)$/gm)].map(([, k, v]) => [k, v]));
    expect(set).toEqual({
      runAsNode: 'true',
      enableCookieEncryption: 'true',
      enableNodeOptionsEnvironmentVariable: 'false',
      enableNodeCliInspectArguments: 'false',
      enableEmbeddedAsarIntegrityValidation: 'true',
      onlyLoadAppFromAsar: 'true',
      loadBrowserProcessSpecificV8Snapshot: 'false',
      grantFileProtocolExtraPrivileges: 'false',
    });
  });
});
