/** The one window. The page in it is sandboxed and reaches the engine through the preload alone. */
import { join } from 'node:path';
import { app, BrowserWindow } from 'electron';
import { pageOrigin } from './schemes.ts';

/** @param dist the folder with preload/ and renderer/ */
export function openWindow(dist: string): BrowserWindow {
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 960,
    minHeight: 600,
    show: false,
    backgroundColor: '#14171a',
    title: 'Exhibit',
    webPreferences: {
      preload: join(dist, 'preload', 'preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      // Its dictionaries come from the network.
      spellcheck: false,
      devTools: !app.isPackaged,
    },
  });
  window.once('ready-to-show', () => window.show());
  void window.loadURL(`${pageOrigin}/index.html`);
  return window;
}
