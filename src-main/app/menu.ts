/** The menu bar: what an operating system's users look for there. The page has its own commands and keys. */
import { app, Menu, shell, type MenuItemConstructorOptions } from 'electron';

export function setMenu(logFile: string, showAbout: () => void): void {
  const view: MenuItemConstructorOptions = {
    label: 'View',
    submenu: [
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { role: 'togglefullscreen' },
      ...(app.isPackaged ? [] : [{ role: 'toggleDevTools' } as const]),
    ],
  };
  const first: MenuItemConstructorOptions =
    process.platform === 'darwin' ? { role: 'appMenu' } : { label: 'File', submenu: [{ role: 'quit' }] };
  const help: MenuItemConstructorOptions = {
    role: 'help',
    submenu: [
      { label: 'Show log', click: () => shell.showItemInFolder(logFile) },
      { label: 'About Exhibit', click: showAbout },
    ],
  };
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([first, { role: 'editMenu' }, view, { role: 'windowMenu' }, help]),
  );
}
