/** The contract's commands that need a window or the user's settings. */
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { app, dialog, shell, type BrowserWindow, type FileFilter } from 'electron';
import type { ReportFormat } from '../shared/case.ts';
import type { AppCommand, Handlers } from '../shared/contract.ts';
import type { Scope } from '../shared/commands.ts';
import { EngineError } from '../shared/errors.ts';
import type { Preferences } from '../shared/preferences.ts';
import { hasRawBytes, pathText } from '../shared/path-text.ts';
import type { SignOffStatement } from '../shared/sign-off.ts';
import type { AskEngine } from './engine-client.ts';
import { OWN_CHOICE, type GrantedPaths, type PathCommand } from './granted-paths.ts';
import type { Settings } from './settings.ts';
import type { SigningKey } from './signing-key.ts';

const caseFilter: FileFilter = { name: 'Exhibit case', extensions: ['exhibit'] };
const modelFilter: FileFilter = { name: 'Exhibit model', extensions: ['zip'] };
const capsuleFilter: FileFilter = { name: 'Case capsule', extensions: ['zip'] };
const tableFilter: FileFilter = { name: 'Table', extensions: ['csv'] };
const stampRequestFilter: FileFilter = { name: 'Time stamp request', extensions: ['tsq'] };
const chartFilters = {
  svg: { name: 'Picture to scale', extensions: ['svg'] },
  png: { name: 'Picture', extensions: ['png'] },
  csv: tableFilter,
} satisfies Record<string, FileFilter>;
const reportFilters: Record<ReportFormat, FileFilter> = {
  html: { name: 'Report', extensions: ['html'] },
  pdf: { name: 'Report to print', extensions: ['pdf'] },
  docx: { name: 'Word', extensions: ['docx'] },
  json: { name: 'Report as data', extensions: ['json'] },
  csv: { name: 'Table of verdicts', extensions: ['csv'] },
};

export function appCommandHandlers(
  window: BrowserWindow,
  { settings, granted, signingKey }: { settings: Settings; granted: GrantedPaths; signingKey: SigningKey },
  ask: AskEngine,
  mayLeaveCase: () => Promise<boolean>,
  followMenu: (scopes: readonly Scope[]) => void,
  followPreferences: (change: Partial<Preferences>) => void,
): Handlers<AppCommand> {
  /** @param command that the path is chosen for */
  async function chooseNew(
    command: PathCommand,
    title: string,
    defaultName: string,
    filter: FileFilter,
  ): Promise<string | null> {
    const defaultPath = join(app.getPath('documents'), defaultName);
    const { canceled, filePath } = await dialog.showSaveDialog(window, {
      title,
      defaultPath,
      filters: [filter],
      // Linux does not ask by itself.
      properties: ['showOverwriteConfirmation'],
    });
    if (canceled || !filePath) return null;
    const path = withExtension(filePath, filter.extensions[0]!);
    // The dialog asked about the name as it was typed. A case that is there is not replaced: the page offers to open it.
    if (path !== filePath && command !== 'case:create' && existsSync(path) && !(await mayReplace(path))) {
      return null;
    }
    return granted.grant(command, path);
  }

  async function mayReplace(path: string): Promise<boolean> {
    const { response } = await dialog.showMessageBox(window, {
      type: 'warning',
      message: `${basename(path)} exists already. Replace it?`,
      detail: path,
      buttons: ['Cancel', 'Replace'],
      defaultId: 0,
      cancelId: 0,
    });
    return response === 1;
  }

  async function chooseSources(title: string, property: 'openFile' | 'openDirectory'): Promise<string[]> {
    const { canceled, filePaths } = await dialog.showOpenDialog(window, {
      title,
      properties: [property, 'multiSelections'],
    });
    return canceled ? [] : filePaths.map((path) => granted.grant('evidence:add', path));
  }

  /** @param command that the path is chosen for */
  async function chooseOne(
    command: PathCommand,
    title: string,
    property: 'openFile' | 'openDirectory',
    filters: FileFilter[] = [],
  ): Promise<string | null> {
    const { canceled, filePaths } = await dialog.showOpenDialog(window, {
      title,
      filters,
      properties: [property, 'createDirectory'],
    });
    return granted.grant(command, canceled ? null : (filePaths[0] ?? null));
  }

  return {
    'dialog:new-case': async () => {
      const path = await chooseNew('case:create', 'New case', 'case.exhibit', caseFilter);
      // If it is there already, the page offers to open it.
      return granted.grant('case:open', path);
    },
    'dialog:open-case': () => chooseOne('case:open', 'Open case', 'openFile', [caseFilter]),
    'dialog:ffmpeg': () => chooseOne('decoder:name', 'Choose the ffmpeg program', 'openFile'),
    'dialog:own-decoder': async () => {
      const { response } = await dialog.showMessageBox(window, {
        type: 'question',
        message: 'Let Exhibit look for an ffmpeg again?',
        detail: 'Exhibit will no longer use the ffmpeg that you chose.',
        buttons: ['Cancel', 'Look again'],
        ...{ defaultId: 1, cancelId: 0 },
      });
      if (response === 1) granted.grant('decoder:name', OWN_CHOICE);
      return response === 1;
    },
    'dialog:clip-table': () =>
      chooseOne('evidence:measure-rates', 'Table of labelled clips', 'openFile', [tableFilter]),
    'dialog:add-files': () => chooseSources('Add files as evidence', 'openFile'),
    'dialog:add-folder': () => chooseSources('Add folders as evidence', 'openDirectory'),
    'dialog:moved-folder': () =>
      chooseOne('evidence:find-moved', 'Folder to search for moved files', 'openDirectory'),
    'dialog:save-report': ({ format }) =>
      chooseNew('report:write', 'Write report', `report.${format}`, reportFilters[format]),
    'dialog:template': () => chooseOne('template:keep', 'Template for reports', 'openDirectory'),
    'dialog:save-capsule': () => chooseNew('capsule:write', 'Write case capsule', 'case.zip', capsuleFilter),
    'dialog:save-log': () => chooseNew('log:write', 'Export the audit log', 'audit-log.csv', tableFilter),
    'dialog:save-stamp-request': () =>
      chooseNew('stamp:request', 'Write a request for a time stamp', 'audit-log.tsq', stampRequestFilter),
    'dialog:stamp-answer': () => chooseOne('stamp:store', 'Answer of the authority (.tsr)', 'openFile'),
    'dialog:stamp-authority': () => chooseOne('stamp:store', 'Certificate of the authority', 'openFile'),
    'dialog:save-chart': ({ format, name }) =>
      chooseNew('chart:write', 'Save the chart', `${fileNameOf(name)}.${format}`, chartFilters[format]),
    'file:open': async ({ path }) => {
      granted.requireWritten(path);
      requireShowable(path);
      const problem = await shell.openPath(path);
      if (problem !== '') throw cannotOpen(path, problem);
      return null;
    },
    'file:show-in-folder': async ({ path }) => {
      granted.requireWritten(path);
      requireShowable(path);
      shell.showItemInFolder(path);
      return null;
    },
    'dialog:dataset': () => chooseOne('dataset:import', 'Import a data set', 'openDirectory'),
    'dialog:import-model': () => chooseOne('model:import', 'Import a model', 'openFile', [modelFilter]),
    'dialog:export-model': ({ name }) =>
      chooseNew('model:export', 'Export the model', `${fileNameOf(name)}.zip`, modelFilter),
    'dialog:figures-folder': () => chooseOne('experiment:figures', 'Folder for the figures', 'openDirectory'),
    'evidence:show-in-folder': async ({ evidenceId }) => {
      const path = await ask('evidence:reach', { evidenceId });
      requireShowable(path);
      shell.showItemInFolder(path);
      return null;
    },
    'signing-key:fingerprint': () => signingKey.fingerprint(),
    'case:sign-off': async ({ opening, role }) => {
      const { statement, text } = await ask('case:statement', { opening, role });
      // In the system's own dialog: a page gone wrong cannot sign in anybody's name.
      const { response } = await dialog.showMessageBox(window, {
        type: 'question',
        message: `Sign this case as ${statement.name}, ${role}?`,
        detail: `You sign entries 1 to ${statement.entries} of its audit log, with everything that they name. ${documentText(statement)} A signature cannot be taken back.`,
        buttons: ['Sign', 'Cancel'],
        ...{ defaultId: 1, cancelId: 1 },
      });
      if (response !== 0) return false;
      const signed = await signingKey.sign(text);
      await ask('case:store-sign-off', { opening, signOff: { statement, ...signed } });
      return true;
    },
    'examiner:last': async () => (await settings.read()).examiner,
    'examiner:remember': async ({ name }) => {
      settings.keep({ examiner: name });
      return null;
    },
    'preferences:read': async () => {
      const { layout, filters, keys, textSize, filmstrip } = await settings.read();
      return { layout, filters, keys, textSize, filmstrip };
    },
    'preferences:keep': async ({ change }) => {
      settings.keep(change);
      followPreferences(change);
      return null;
    },
    'menu:follow': async ({ scopes }) => {
      followMenu(scopes);
      return null;
    },
    'case:may-leave': mayLeaveCase,
    'case:recent': async () => (await settings.recentCases()).map((path) => granted.grant('case:open', path)),
    'case:sample-folder': async () => granted.grant('case:sample', join(app.getPath('userData'), 'sample')),
  };
}

const documentText = ({ document }: SignOffStatement): string =>
  document === null
    ? 'No report or capsule was written yet.'
    : `The report or capsule written last is ${pathText(document.path)}.`;

const cannotOpen = (path: string, problem: string) =>
  new EngineError(
    'media/unsupported',
    `The system cannot open ${path}: ${problem}. Open it in a program of your choice.`,
  );

/** The system says nothing when it cannot show a file. */
function requireShowable(path: string): void {
  if (hasRawBytes(path)) {
    throw new EngineError(
      'media/unsupported',
      `The name ${pathText(path)} is not UTF-8, so the system cannot be told it. Open its folder by hand.`,
    );
  }
  if (!existsSync(path)) {
    throw new EngineError('media/not-found', `${path} is not there. Check that its drive is connected.`);
  }
}

/** Some desktops' dialogs leave the extension out. */
function withExtension(path: string, extension: string): string {
  return path.toLowerCase().endsWith(`.${extension}`) ? path : `${path}.${extension}`;
}

/** A model's name may hold what no file's name can. */
const fileNameOf = (name: string): string =>
  name.replaceAll(/[^\w .-]+/g, '-').replace(/^[. ]+/, '') || 'model';
