/** The contract's commands that need a window or the user's settings. */
import { join } from 'node:path';
import { app, dialog, type BrowserWindow, type FileFilter } from 'electron';
import type { AppCommand, Handlers, ReportFormat } from '../shared/contract.ts';
import type { GrantedPaths } from './granted-paths.ts';
import type { Settings } from './settings.ts';

const caseFilter: FileFilter = { name: 'Exhibit case', extensions: ['exhibit'] };
const reportFilters: Record<ReportFormat, FileFilter> = {
  html: { name: 'Report', extensions: ['html'] },
  json: { name: 'Report as data', extensions: ['json'] },
  csv: { name: 'Table of verdicts', extensions: ['csv'] },
};

export function appCommandHandlers(
  window: BrowserWindow,
  settings: Settings,
  granted: GrantedPaths,
): Handlers<AppCommand> {
  async function chooseNew(title: string, defaultName: string, filter: FileFilter): Promise<string | null> {
    const defaultPath = join(app.getPath('documents'), defaultName);
    const { canceled, filePath } = await dialog.showSaveDialog(window, {
      title,
      defaultPath,
      filters: [filter],
    });
    if (canceled || !filePath) return null;
    return granted.grant(withExtension(filePath, filter.extensions[0]!));
  }

  async function chooseSources(title: string, property: 'openFile' | 'openDirectory'): Promise<string[]> {
    const { canceled, filePaths } = await dialog.showOpenDialog(window, {
      title,
      properties: [property, 'multiSelections'],
    });
    return canceled ? [] : filePaths;
  }

  return {
    'dialog:new-case': () => chooseNew('New case', 'case.exhibit', caseFilter),
    'dialog:open-case': async () => {
      const { canceled, filePaths } = await dialog.showOpenDialog(window, {
        title: 'Open case',
        filters: [caseFilter],
        properties: ['openFile'],
      });
      return canceled ? null : (filePaths[0] ?? null);
    },
    'dialog:add-files': () => chooseSources('Add files as evidence', 'openFile'),
    'dialog:add-folder': () => chooseSources('Add folders as evidence', 'openDirectory'),
    'dialog:save-report': ({ format }) =>
      chooseNew('Write report', `report.${format}`, reportFilters[format]),
    'case:recent': () => settings.recentCases(),
    'case:sample-folder': async () => granted.grant(join(app.getPath('userData'), 'sample')),
  };
}

/** Some desktops' dialogs leave the extension out. */
function withExtension(path: string, extension: string): string {
  return path.toLowerCase().endsWith(`.${extension}`) ? path : `${path}.${extension}`;
}
