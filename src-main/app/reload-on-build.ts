/** `npm run dev`: shows the page anew whenever it was built anew. */
import { watch } from 'node:fs';
import type { BrowserWindow } from 'electron';

/** A build writes several files, one after the other. */
const SETTLE_MS = 300;

export function reloadOnBuild(window: BrowserWindow, folder: string): void {
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch(folder, { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(() => window.webContents.reload(), SETTLE_MS);
  });
  window.once('closed', () => watcher.close());
}
