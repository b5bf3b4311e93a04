/**
 * The start of the app without window and engine: it lays out one page and ends. So the command line of an installed Exhibit,
 * which runs as plain Node, makes the same PDF as the window.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { app } from 'electron';
import { printNames, printSwitch } from '../shared/print-file.ts';
import { createPrinter } from './print-pdf.ts';

/** The folder with the page; null at any other start. */
export const folderToPrint = (): string | null => app.commandLine.getSwitchValue(printSwitch) || null;

/** To be called before the app is ready. It ends the app. */
export async function printFile(folder: string): Promise<void> {
  app.setPath('userData', join(folder, 'profile'));
  app.disableHardwareAcceleration();
  // The printer closes its window; the app stays until the file is written.
  app.on('window-all-closed', () => undefined);
  try {
    await app.whenReady();
    const page = await readFile(join(folder, printNames.page), 'utf8');
    await writeFile(join(folder, printNames.pdf), await createPrinter()(page));
    app.exit(0);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    app.exit(1);
  }
}
