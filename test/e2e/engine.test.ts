import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCase } from '../../src-main/engine/cases/case-file.ts';
import { enginePid } from './support/engine-pid.ts';
import { startWorkstation, type Workstation } from './support/workstation.ts';

describe('when the engine process dies', () => {
  let desk: Workstation;
  let casePath: string;

  beforeAll(async () => {
    desk = await startWorkstation();
    casePath = join(desk.folder, 'murder at the vicarage.exhibit');
    await desk.chooseToSave(casePath);
    await desk.page.getByTestId('new-case').click();
    await desk.page.getByTestId('empty-case').waitFor();
  });
  afterAll(() => desk.close());

  it('says so, starts it again and opens the same case', async () => {
    await desk.listen('engine:stopped', 'case:changed', 'engine:ready');
    const first = await enginePid(desk);
    process.kill(first!, 'SIGKILL');
    await desk.page.getByTestId('engine-stopped').waitFor();
    await desk.screenshot('engine-stopped');
    await expect
      .poll(() => desk.heard(), { timeout: 20_000 })
      .toMatchObject([
        { event: 'engine:stopped', payload: { message: expect.stringContaining('started again') as string } },
        { event: 'case:changed', payload: { path: casePath } },
        { event: 'engine:ready', payload: null },
      ]);
    expect(await enginePid(desk)).not.toBe(first);
    await desk.page.getByTestId('engine-stopped').waitFor({ state: 'detached' });
    expect(await desk.invoke('case:current', {})).toMatchObject({ ok: true, value: { path: casePath } });
  });

  it('refuses what was being asked instead of leaving the window waiting', async () => {
    const pid = await enginePid(desk);
    process.kill(pid!, 'SIGSTOP');
    const asked = desk.invoke('engine:info', {});
    await desk.page.waitForTimeout(200);
    process.kill(pid!, 'SIGKILL');
    expect(await asked).toMatchObject({ ok: false, error: { code: 'app/engine-stopped' } });
  });
});

it('names the decoder in the About box, and says if the window has no sandbox', async () => {
  const desk = await startWorkstation();
  try {
    const shown = await desk.app.evaluate(
      ({ app, Menu }) =>
        new Promise<string>((resolve) => {
          let text = '';
          app.setAboutPanelOptions = ({ copyright }) => void (text = copyright ?? '');
          app.showAboutPanel = () => resolve(text);
          const items = Menu.getApplicationMenu()!.items.flatMap(({ submenu }) => submenu?.items ?? []);
          items.find(({ label }) => label === 'About Exhibit')!.click();
        }),
    );
    expect(shown).toMatch(/^Decoder: .*ffmpeg .*test clips as expected; (not )?in a sandbox/);
    // Chromium has none for root.
    expect(shown.includes('The window runs without its sandbox.')).toBe(process.getuid?.() === 0);
  } finally {
    await desk.close();
  }
});

describe('a case named on the command line, or double-clicked', () => {
  it('is opened at the start, shown, and remembered among the recent ones', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'exhibit-named-'));
    const path = caseAt(join(folder, 'named.exhibit'));
    const desk = await startWorkstation(path);
    try {
      await desk.page.getByTestId('empty-case').waitFor();
      expect(await desk.invoke('case:current', {})).toMatchObject({ ok: true, value: { path } });
      expect(await desk.invoke('case:recent', {})).toMatchObject({ ok: true, value: [path] });
    } finally {
      await desk.close();
      await rm(folder, { recursive: true });
    }
  });

  it('is opened, shown and remembered in the window that is there already', async () => {
    const desk = await startWorkstation();
    try {
      const path = caseAt(join(desk.folder, 'named.exhibit'));
      await desk.app.evaluate(
        ({ app }, file) => app.emit('second-instance', {}, ['exhibit', file], '/'),
        path,
      );
      await expect
        .poll(() => desk.invoke('case:current', {}), { timeout: 10_000 })
        .toMatchObject({ ok: true, value: { path } });
      await desk.page.getByTestId('empty-case').waitFor();
      expect(await desk.invoke('case:recent', {})).toMatchObject({ ok: true, value: [path] });
    } finally {
      await desk.close();
    }
  });

  it('is said to be missing, while the app goes on', async () => {
    const desk = await startWorkstation();
    try {
      await desk.app.evaluate(({ app, dialog }) => {
        dialog.showMessageBox = (...said: unknown[]) => {
          Object.assign(globalThis, { said: said.at(-1) });
          return Promise.resolve({ response: 0, checkboxChecked: false });
        };
        app.emit('second-instance', {}, ['exhibit', 'gone.exhibit'], '/');
      });
      await expect
        .poll(() => desk.app.evaluate(() => (globalThis as unknown as { said: unknown }).said))
        .toMatchObject({ type: 'error', detail: expect.stringContaining('/gone.exhibit') as string });
      expect(await desk.invoke('case:current', {})).toMatchObject({ ok: true, value: null });
    } finally {
      await desk.close();
    }
  });
});

/** A case that this window has never seen. */
function caseAt(path: string): string {
  createCase(path, 'a test').close();
  return path;
}
