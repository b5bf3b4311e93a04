/**
 * The menu bar: every command of the window with its key, from the one table, and what an operating system's users look
 * for there. The page handles its keys itself, because letters are keys only while nothing is typed: so the menu shows
 * them and leaves them alone. A Mac would take them from the page, so there only those with Command are shown.
 */
import { app, Menu, nativeTheme, shell, type MenuItemConstructorOptions } from 'electron';
import { fileName } from '../shared/path-text.ts';
import {
  keyNames,
  keysOf,
  windowCommands,
  type CommandId,
  type MenuName,
  type Scope,
} from '../shared/commands.ts';
import type { OwnKeys } from '../shared/preferences.ts';
import { themes, type Theme } from './settings.ts';

export interface MenuState {
  /** Where the window is now: commands of other places cannot be chosen. */
  scopes: readonly Scope[];
  recentCases: readonly string[];
  /** Those that the examiner has chosen. */
  keys: OwnKeys;
}

interface MenuActions {
  run: (id: CommandId) => void;
  openCase: (path: string) => void;
  chooseTheme: (theme: Theme) => void;
  showAbout: () => void;
}

const isMac = process.platform === 'darwin';
const separator: MenuItemConstructorOptions = { type: 'separator' };
const themeWords: Record<Theme, string> = { system: 'As the system', light: 'Light', dark: 'Dark' };

export function setMenu(logFile: string, state: MenuState, actions: MenuActions): void {
  const commands = (menu: MenuName) => commandItems(menu, state, actions.run);
  const recent: MenuItemConstructorOptions = {
    label: 'Open recent',
    enabled: state.recentCases.length > 0,
    submenu: state.recentCases.map((path) => ({
      // Otherwise "&" would mark a letter.
      label: fileName(path).replaceAll('&', '&&'),
      toolTip: path,
      click: () => actions.openCase(path),
    })),
  };
  const [newCase, openCase, ...file] = commands('File');
  const template: MenuItemConstructorOptions[] = [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    {
      label: 'File',
      submenu: [
        newCase!,
        openCase!,
        recent,
        ...file,
        ...(isMac ? [] : [separator, { role: 'quit' } as const]),
      ],
    },
    {
      label: 'Edit',
      submenu: [
        ...commands('Edit'),
        separator,
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
      ],
    },
    { label: 'Video', submenu: commands('Video') },
    {
      label: 'View',
      submenu: [
        ...commands('View'),
        separator,
        {
          label: 'Theme',
          submenu: themes.map((theme) => ({
            label: themeWords[theme],
            type: 'radio',
            checked: nativeTheme.themeSource === theme,
            click: () => actions.chooseTheme(theme),
          })),
        },
        { role: 'togglefullscreen' },
        ...(app.isPackaged ? [] : [{ role: 'toggleDevTools' } as const]),
      ],
    },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [
        ...commands('Help'),
        { label: 'Show log', click: () => shell.showItemInFolder(logFile) },
        { label: 'About Exhibit', click: actions.showAbout },
      ],
    },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

function commandItems(
  menu: MenuName,
  { scopes, keys }: MenuState,
  run: MenuActions['run'],
): MenuItemConstructorOptions[] {
  return windowCommands
    .filter((command) => command.menu === menu)
    .flatMap((command): MenuItemConstructorOptions[] => {
      const [key] = keysOf(command, keys);
      const item: MenuItemConstructorOptions = {
        id: command.id,
        label: command.word,
        enabled: scopes.includes(command.scope),
        click: () => run(command.id),
        ...(key === undefined || (isMac && !key.startsWith('Ctrl+'))
          ? {}
          : { accelerator: accelerator(key), registerAccelerator: false }),
      };
      return 'apart' in command ? [separator, item] : [item];
    });
}

const electronNames: Record<string, string> = { ' ': 'Space', '+': 'Plus', Ctrl: 'CommandOrControl' };

/** Electron's name of a key: https://www.electronjs.org/docs/latest/api/accelerator. */
const accelerator = (key: string): string =>
  keyNames(key)
    .map((part) => electronNames[part] ?? part.replace(/^Arrow/, ''))
    .join('+');
