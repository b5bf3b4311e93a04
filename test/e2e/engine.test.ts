import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
    await desk.listen('engine:stopped', 'engine:ready');
    const first = await enginePid(desk);
    process.kill(first, 'SIGKILL');
    await desk.page.getByTestId('engine-stopped').waitFor();
    await desk.screenshot('engine-stopped');
    await expect
      .poll(() => desk.heard(), { timeout: 20_000 })
      .toMatchObject([
        { event: 'engine:stopped', payload: { message: expect.stringContaining('started again') as string } },
        { event: 'engine:ready', payload: { case: { path: casePath } } },
      ]);
    expect(await enginePid(desk)).not.toBe(first);
    await desk.page.getByTestId('engine-stopped').waitFor({ state: 'detached' });
    expect(await desk.invoke('case:current', {})).toMatchObject({ ok: true, value: { path: casePath } });
  });

  it('refuses what was being asked instead of leaving the window waiting', async () => {
    const pid = await enginePid(desk);
    process.kill(pid, 'SIGSTOP');
    const asked = desk.invoke('engine:info', {});
    await desk.page.waitForTimeout(200);
    process.kill(pid, 'SIGKILL');
    expect(await asked).toMatchObject({ ok: false, error: { code: 'app/engine-stopped' } });
  });
});

describe('a case named on the command line', () => {
  it('is opened, in the window that is there already', async () => {
    const desk = await startWorkstation();
    try {
      const path = join(desk.folder, 'named.exhibit');
      await desk.chooseToSave(path);
      await desk.page.getByTestId('new-case').click();
      await desk.page.getByTestId('empty-case').waitFor();
      await desk.invoke('case:close', {});
      await desk.app.evaluate(
        ({ app }, file) => app.emit('second-instance', {}, ['exhibit', file], '/'),
        path,
      );
      await expect
        .poll(() => desk.invoke('case:current', {}), { timeout: 10_000 })
        .toMatchObject({ ok: true, value: { path } });
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

async function enginePid(desk: Workstation): Promise<number> {
  const metrics = await desk.app.evaluate(({ app }) =>
    app.getAppMetrics().map(({ pid, name }) => ({ pid, name })),
  );
  return metrics.find(({ name }) => name === 'Exhibit engine')!.pid;
}
