import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wholeCase } from '../../src-main/shared/report-choice.ts';
import { startWorkstation, type Workstation } from './support/workstation.ts';

const refused = { ok: false, error: { code: 'app/bad-message' } };

describe('the page', () => {
  let desk: Workstation;

  beforeAll(async () => {
    desk = await startWorkstation();
  });
  afterAll(() => desk.close());

  it('opens under its own scheme and keeps to its content policy', async () => {
    await desk.page.getByTestId('new-case').waitFor();
    expect(desk.page.url()).toBe('exhibit-app://page/index.html');
    expect(desk.pageErrors).toEqual([]);
    await desk.screenshot('start');
  });

  it('has neither Node nor Electron, only the contract', async () => {
    const found = await desk.page.evaluate(() => ({
      globals: ['require', 'process', 'module', 'Buffer', 'electron'].filter((name) => name in globalThis),
      bridge: Object.keys((globalThis as unknown as { exhibit: object }).exhibit).sort(),
    }));
    expect(found).toEqual({ globals: [], bridge: ['invoke', 'on', 'pathsOf'] });
  });

  it('runs sandboxed and isolated', async () => {
    const preferences = await desk.app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      return (
        window!.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> }
      ).getLastWebPreferences();
    });
    expect(preferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
    });
  });

  it('runs no script that is written into it', async () => {
    const intruder = 'globalThis.intruder = true';
    const ran = await desk.page.evaluate(async (code) => {
      const attempts: (() => void)[] = [
        () => document.body.insertAdjacentHTML('beforeend', `<img src=x onerror="${code}">`),
        () => document.head.appendChild(document.createElement('script')).append(code),
        () => {
          const button = document.createElement('button');
          button.setAttribute('onclick', code);
          button.click();
        },
        () => {
          globalThis.location.href = `javascript:${code}`;
        },
      ];
      let refused = 0;
      for (const attempt of attempts) {
        try {
          attempt();
        } catch {
          refused += 1;
        }
      }
      await new Promise((resolve) => setTimeout(resolve, 300));
      return { refused, intruder: 'intruder' in globalThis };
    }, intruder);
    expect(ran.intruder).toBe(false);
    expect(ran.refused, 'trusted types refuse text as markup or code').toBeGreaterThanOrEqual(2);
  });

  it('cannot reach the network or the disk by address', async () => {
    const reached = await desk.page.evaluate(async () => {
      const fetched = ['https://example.org/', 'file:///etc/hostname', 'exhibit-app://page/index.html'].map(
        (address) =>
          fetch(address).then(
            () => address,
            () => null,
          ),
      );
      return (await Promise.all(fetched)).filter((address) => address !== null);
    });
    expect(reached).toEqual([]);
  });

  it('stays where it is and opens no window', async () => {
    await desk.page.evaluate(() => {
      globalThis.open('https://example.org/');
      globalThis.location.href = 'https://example.org/';
    });
    await desk.page.waitForTimeout(300);
    expect(desk.page.url()).toBe('exhibit-app://page/index.html');
    expect(desk.app.windows()).toHaveLength(1);
  });

  it('is refused every permission', async () => {
    const states = await desk.page.evaluate(async () => {
      const names = ['camera', 'microphone', 'geolocation', 'notifications'];
      const asked = names.map((name) => navigator.permissions.query({ name: name as PermissionName }));
      return (await Promise.all(asked)).map(({ state }) => state);
    });
    expect(states).toEqual(['denied', 'denied', 'denied', 'denied']);
  });

  it('is refused a message that is not in the contract', async () => {
    await expect(desk.invoke('shell:run', {})).rejects.toThrow(/no command/);
    expect(await desk.invoke('evidence:detail', { evidenceId: '1; DROP TABLE evidence' })).toMatchObject(
      refused,
    );
    expect(await desk.invoke('engine:info', { extra: 1 })).toMatchObject(refused);
    // Only the app itself stores a sign-off, once the system's own dialog was answered.
    await expect(desk.invoke('case:store-sign-off', {})).rejects.toThrow(/No handler/);
  });

  it('cannot have a file written where nobody chose', async () => {
    const path = join(desk.folder, 'unasked.exhibit');
    expect(await desk.invoke('case:create', { path })).toMatchObject(refused);
    const wish = { opening: await desk.opening(), format: 'html', path, choice: wholeCase };
    expect(await desk.invoke('report:write', wish)).toMatchObject(refused);
    expect(await desk.invoke('case:open', { path })).toMatchObject(refused);
  });

  it('cannot have a file taken in as evidence that nobody chose or dropped', async () => {
    const wish = { opening: await desk.opening(), paths: [join(desk.folder, 'private.mp4')] };
    expect(await desk.invoke('evidence:add', wish)).toMatchObject(refused);
    // A file that a script makes has no path on the disk, so it is no drop.
    const dropped = await desk.page.evaluate(() => {
      const { exhibit } = globalThis as unknown as { exhibit: { pathsOf(files: File[]): string[] } };
      return exhibit.pathsOf([new File(['x'], 'private.mp4')]);
    });
    expect(dropped).toEqual([]);
    expect(await desk.invoke('evidence:add', wish)).toMatchObject(refused);
  });

  it('is not answered when it speaks from a frame', async () => {
    const answer = await desk.app.evaluate(async ({ ipcMain, BrowserWindow }) => {
      const handlers = (ipcMain as unknown as { _invokeHandlers: Map<string, (...a: unknown[]) => unknown> })
        ._invokeHandlers;
      const { webContents } = BrowserWindow.getAllWindows()[0]!;
      const senderFrame = { url: 'exhibit-app://page/index.html' };
      return handlers.get('case:recent')!({ sender: webContents, senderFrame }, {});
    });
    expect(answer).toMatchObject(refused);
  });
});
