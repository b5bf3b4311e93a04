import type { BrowserWindow } from 'electron';
import { beforeEach, expect, it, vi } from 'vitest';
import type { AskEngine } from '../../../src-main/app/engine-client.ts';
import { GrantedPaths } from '../../../src-main/app/granted-paths.ts';
import type { Settings } from '../../../src-main/app/settings.ts';
import type { SigningKey } from '../../../src-main/app/signing-key.ts';
import { EngineError } from '../../../src-main/shared/errors.ts';

const shown = vi.hoisted(() => [] as string[]);
vi.mock('electron', () => ({
  app: { getPath: () => '/' },
  dialog: {},
  shell: { showItemInFolder: (path: string) => shown.push(path) },
}));
// Another file of this worker may have read the module with its own stand-in for Electron.
vi.resetModules();
const { appCommandHandlers } = await import('../../../src-main/app/app-commands.ts');
beforeEach(() => void (shown.length = 0));

const handlersWith = (ask: (command: string) => Promise<unknown>) =>
  appCommandHandlers(
    {} as BrowserWindow,
    { settings: {} as Settings, granted: new GrantedPaths(), signingKey: {} as SigningKey },
    ask as AskEngine,
    () => Promise.resolve(true),
    () => undefined,
    () => undefined,
  );

it('shows a file in its folder where the engine says that it may be looked up', async () => {
  const asked: string[] = [];
  const handlers = handlersWith((command) => Promise.resolve(asked.push(command) && import.meta.filename));
  await handlers['evidence:show-in-folder']({ evidenceId: 1 });
  expect([asked, shown]).toEqual([['evidence:reach'], [import.meta.filename]]);
});

it('looks up nothing on another computer, by the same rule as an analysis', async () => {
  const refused = new EngineError('media/unknown-host', 'on the computer attacker');
  const handlers = handlersWith(() => Promise.reject(refused));
  await expect(handlers['evidence:show-in-folder']({ evidenceId: 1 })).rejects.toThrow(refused);
  expect(shown).toEqual([]);
});
