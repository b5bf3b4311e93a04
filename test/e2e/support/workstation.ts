/** The real window, driven from outside: started on settings of its own, closed and cleaned up after. */
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import { makeReady, packageFolder } from '../../../scripts/find-electron.ts';
import { projectFolder } from '../../../scripts/folders.ts';

const screenshotFolder = join(projectFolder, 'test-results');

export interface Workstation {
  app: ElectronApplication;
  page: Page;
  /** An empty folder, removed at the end. */
  folder: string;
  /** What the page wrote to its console as errors: a broken content policy shows there. */
  pageErrors: string[];
  /** Says a message to the app as the page would; not held to the contract, to see what it refuses. */
  invoke(command: string, input: unknown): Promise<unknown>;
  /** That of the open case; empty where none is open. */
  opening(): Promise<string>;
  /** Answers the system's next dialogs for a new file as a person would who chooses this path. */
  chooseToSave(path: string): Promise<void>;
  /** The same for the next dialogs for what is there already. */
  chooseToOpen(...paths: string[]): Promise<void>;
  /** Chooses files in the dialog for them and adds them; the page is not told. */
  addEvidence(...paths: string[]): Promise<void>;
  /** Keeps what the page is told by these events from now on. */
  listen(...events: string[]): Promise<void>;
  heard(): Promise<Heard[]>;
  screenshot(name: string): Promise<void>;
  /** Leaves a copy of a file beside the screenshots, to be looked at. */
  keep(path: string): Promise<void>;
  close(): Promise<void>;
}

interface Heard {
  event: string;
  payload: unknown;
}

/** The page's side of the contract, without its types. */
interface PageGlobals {
  exhibit: {
    invoke(command: string, input: unknown): Promise<unknown>;
    on(event: string, listener: (payload: unknown) => void): void;
  };
}

/** @param args what the system would add, such as the path of a case */
export const startWorkstation = (...args: string[]): Promise<Workstation> =>
  startFrom(projectFolder, ...args);

/** @param appFolder has package.json, and what was built in dist/ */
export async function startFrom(appFolder: string, ...args: string[]): Promise<Workstation> {
  const folder = await mkdtemp(join(tmpdir(), 'exhibit-e2e-'));
  const { electron } = await makeReady([]);
  if (electron === null) throw new Error('The window tests need what is named above');
  letPlaywrightFind(electron);
  const app = await _electron.launch({
    args: [...sandboxArguments(), appFolder, ...args],
    // Playwright would make every page a light one.
    colorScheme: null,
    env: { ...environment(), XDG_CONFIG_HOME: join(folder, 'config') },
  });
  const page = await app.firstWindow();
  const pageErrors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') pageErrors.push(message.text());
  });
  await page.waitForLoadState('load');
  const invoke = (command: string, input: unknown) =>
    page.evaluate(([name, value]) => (globalThis as unknown as PageGlobals).exhibit.invoke(name, value), [
      command,
      input,
    ] as const);
  const opening = async () => {
    const { value } = (await invoke('case:current', {})) as { value: { opening: string } | null };
    return value?.opening ?? '';
  };
  const chooseToOpen = (...paths: string[]) =>
    app.evaluate(({ dialog }, filePaths) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths });
    }, paths);
  return {
    app,
    page,
    folder,
    pageErrors,
    invoke,
    opening,
    chooseToSave: (path) =>
      app.evaluate(({ dialog }, filePath) => {
        dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
      }, path),
    chooseToOpen,
    async addEvidence(...paths) {
      await chooseToOpen(...paths);
      await invoke('dialog:add-files', {});
      await invoke('evidence:add', { opening: await opening(), paths });
    },
    listen: (...events) =>
      page.evaluate((names) => {
        const { exhibit, heard } = Object.assign(globalThis as unknown as PageGlobals, {
          heard: [] as Heard[],
        });
        for (const event of names) exhibit.on(event, (payload) => heard.push({ event, payload }));
      }, events),
    heard: () => page.evaluate(() => (globalThis as unknown as { heard: Heard[] }).heard),
    async screenshot(name) {
      await mkdir(screenshotFolder, { recursive: true });
      await page.screenshot({ path: join(screenshotFolder, `${name}.png`) });
    },
    async keep(path) {
      await mkdir(screenshotFolder, { recursive: true });
      await copyFile(path, join(screenshotFolder, basename(path)));
    },
    async close() {
      // An analysis may run: the question whether to quit is answered with yes. Some tests have quit already.
      const agree = ({ dialog }: typeof Electron.CrossProcessExports) => {
        dialog.showMessageBox = () => Promise.resolve({ response: 0, checkboxChecked: false });
      };
      await app.evaluate(agree).catch(() => undefined);
      await app.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Playwright holds the app back until it is attached, but only an Electron that it finds by itself. To one named
 * as executablePath it attaches while the page loads, which hung one start in about fifty.
 */
function letPlaywrightFind(executable: string): void {
  if (executable.startsWith(packageFolder)) return;
  process.env['ELECTRON_OVERRIDE_DIST_PATH'] = dirname(executable);
}

/** Chromium refuses its sandbox to root; containers run tests as root. */
const sandboxArguments = () => (process.getuid?.() === 0 ? ['--no-sandbox'] : []);

function environment(): Record<string, string> {
  const entries = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return Object.fromEntries(entries);
}
