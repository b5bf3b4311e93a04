/** The one window. The page in it is sandboxed and reaches the engine through the preload alone. */
import { join } from 'node:path';
import { app, BrowserWindow, nativeTheme, screen } from 'electron';
import { pageOrigin } from './schemes.ts';
import type { Settings, WindowPlace } from './settings.ts';
import { windowBounds } from './window-place.ts';

/**
 * @param dist the folder with preload/ and renderer/
 * @param place where it was left
 */
export function openWindow(dist: string, place: WindowPlace | null): BrowserWindow {
  const window = new BrowserWindow({
    ...windowBounds(
      place,
      screen.getAllDisplays().map(({ workArea }) => workArea),
    ),
    minWidth: 960,
    minHeight: 600,
    show: false,
    // As the page, so that nothing flashes.
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#101113' : '#f6f7f8',
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
  if (place?.maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  void window.loadURL(`${pageOrigin}/index.html`);
  return window;
}

export function keepPlace(window: BrowserWindow, settings: Pick<Settings, 'keep'>): void {
  settings.keep({ window: { ...window.getNormalBounds(), maximized: window.isMaximized() } });
}
