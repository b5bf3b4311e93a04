/** The app's start, as a list. */
import { join } from 'node:path';
import { app, BrowserWindow, dialog, nativeTheme, powerMonitor, safeStorage, session } from 'electron';
import type { Scope } from '../shared/commands.ts';
import type { Emit, Events } from '../shared/contract.ts';
import { reportOf } from '../shared/errors.ts';
import { describeApp } from './about.ts';
import { appCommandHandlers } from './app-commands.ts';
import { askToLeave, type MayLeave } from './ask-to-leave.ts';
import { openLog, type AppLog } from './app-log.ts';
import { batchDisplay } from './batch-progress.ts';
import { listenForCases } from './case-requests.ts';
import { connectFrames } from './connect-frames.ts';
import { EngineClient, type AskEngine } from './engine-client.ts';
import { GrantedPaths } from './granted-paths.ts';
import { serveImages } from './image-protocol.ts';
import { answerCommands } from './ipc.ts';
import { setMenu } from './menu.ts';
import { servePage } from './page-protocol.ts';
import { folderToPrint, printFile } from './print-file.ts';
import { createPrinter } from './print-pdf.ts';
import { reloadOnBuild } from './reload-on-build.ts';
import { registerSchemes } from './schemes.ts';
import { restrictContents, restrictSession } from './security.ts';
import { Settings } from './settings.ts';
import { SigningKey } from './signing-key.ts';
import { keepPlace, openWindow } from './window.ts';

const dist = join(app.getAppPath(), 'dist');
const caseRequests = listenForCases();
const printing = folderToPrint();

registerSchemes();
restrictContents();
if (printing !== null) void printFile(printing);
else if (app.requestSingleInstanceLock()) void app.whenReady().then(start);
else app.quit();

async function start(): Promise<void> {
  restrictSession(session.defaultSession);
  servePage(join(dist, 'renderer'));
  const log = openLog(join(app.getPath('logs'), 'exhibit.log'));
  log.note(
    `Exhibit ${app.getVersion()} on Electron ${process.versions.electron}, ${process.platform} ${process.arch}`,
  );
  process.on('uncaughtExceptionMonitor', (error) => log.failure('the app', error));
  const settings = new Settings(join(app.getPath('userData'), 'settings.json'), log.failure);
  const granted = new GrantedPaths();
  const { theme, window: place } = await settings.read();
  nativeTheme.themeSource = theme;
  let scopes: readonly Scope[] = ['anywhere'];
  const client = startEngine((event, payload) => {
    if (event === 'case:changed') {
      settings.followCase(payload as Events['case:changed']);
      void showMenu();
    }
    if (event === 'engine:ready') connectFrames(window, client);
    batches.show(event, payload);
    emit(event, payload);
  }, log);
  // macOS shows the box from a menu of its own, too, and takes what it was given last.
  void describeApp(client.ask);
  serveImages(client.ask);
  const window = openWindow(dist, place);
  const batches = batchDisplay(window);
  const mayLeave = askToLeave(window, batches.isAnalysing);
  const showMenu = async () => {
    const { keys } = await settings.read();
    const state = { scopes, keys, recentCases: await settings.recentCases() };
    setMenu(log.file, state, {
      run: (id) => emit('menu:chosen', id),
      openCase: (path) => void openRequested(path, window, client.ask, mayLeave),
      chooseTheme(chosen) {
        nativeTheme.themeSource = chosen;
        settings.keep({ theme: chosen });
      },
      showAbout: () => void describeApp(client.ask).then(() => app.showAboutPanel()),
    });
  };
  void showMenu();
  window.webContents.on('did-finish-load', () => {
    void settings.read().then(({ textSize }) => window.webContents.setZoomFactor(textSize));
    connectFrames(window, client);
  });
  if (!app.isPackaged && process.env['EXHIBIT_DEV']) reloadOnBuild(window, join(dist, 'renderer'));
  answerCommands({
    app: appCommandHandlers(
      window,
      {
        settings,
        granted,
        signingKey: new SigningKey(join(app.getPath('userData'), 'signing-key'), safeStorage),
      },
      client.ask,
      () => mayLeave('case'),
      (now) => {
        scopes = now;
        void showMenu();
      },
      ({ keys, textSize }) => {
        if (textSize !== undefined) window.webContents.setZoomFactor(textSize);
        if (keys !== undefined) void showMenu();
      },
    ),
    engine: client.ask,
    granted,
    log: log.failure,
  });
  caseRequests((path) => void openRequested(path, window, client.ask, mayLeave));
  closeOnQuit(window, mayLeave, async () => {
    if (!window.isDestroyed()) keepPlace(window, settings);
    await Promise.all([client.close(), settings.read()]);
  });
}

function startEngine(emit: Emit<Events>, log: AppLog): EngineClient {
  const printPdf = createPrinter();
  const options = {
    resources: app.isPackaged ? process.resourcesPath : app.getAppPath(),
    settingsFolder: app.getPath('userData'),
    version: app.getVersion(),
    scripts: {
      providerTrial: join(dist, 'main', 'provider-trial.js'),
      faceWorker: join(dist, 'main', 'face-worker.js'),
      caseInspection: join(dist, 'main', 'inspect-case.js'),
      modelImport: join(dist, 'main', 'import-process.js'),
      credentials: join(dist, 'main', 'credentials-process.js'),
    },
  };
  const client = new EngineClient(join(dist, 'main', 'engine-process.js'), options, { emit, log, printPdf });
  client.start();
  return client;
}

/** Events go to the page as they are. */
function emit<E extends keyof Events>(event: E, payload: Events[E]): void {
  for (const window of BrowserWindow.getAllWindows()) window.webContents.send(event, payload);
}

async function openRequested(
  path: string,
  window: BrowserWindow,
  ask: AskEngine,
  mayLeave: MayLeave,
): Promise<void> {
  if (window.isMinimized()) window.restore();
  window.focus();
  try {
    const isOpen = (await ask('case:current', {}))?.path === path;
    if (isOpen || (await mayLeave('case'))) await ask('case:open', { path });
  } catch (error) {
    const message = 'The case could not be opened';
    // An error box would stop the engine's answers and everything else until somebody closes it.
    void dialog.showMessageBox(window, { type: 'error', message, detail: reportOf(error).message });
  }
}

/**
 * The engine finishes its writes and closes the case, and the settings are kept, before the app goes. The question is
 * for whoever closes the app: a system that shuts down, or another program that ends this one, answers none.
 */
function closeOnQuit(window: BrowserWindow, mayLeave: MayLeave, close: () => Promise<void>): void {
  let closed: Promise<void> | null = null;
  let done = false;
  const end = (leave: () => void) => {
    closed ??= close().finally(() => {
      done = true;
      leave();
    });
  };
  const endAtOnce = () => end(() => app.exit());
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, endAtOnce);
  window.on('session-end', endAtOnce);
  powerMonitor.on('shutdown', (event?: Electron.Event) => {
    // The system waits a little for a program that says so.
    event?.preventDefault();
    endAtOnce();
  });
  // The window goes last: a question needs it.
  window.on('close', (event) => {
    if (done) return;
    event.preventDefault();
    app.quit();
  });
  app.on('before-quit', (event) => {
    if (done) return;
    event.preventDefault();
    void mayLeave('app').then((agreed) => {
      if (agreed) end(() => app.quit());
    });
  });
}
