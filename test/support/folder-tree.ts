/** Folders for tests of what reads folders: empty files unless a text is given, gone when the test ends. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** @param files paths with slashes, with their text */
export function folderTree(files: Record<string, string> | readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'exhibit-tree-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const entries = Array.isArray(files) ? files.map((path: string) => [path, '']) : Object.entries(files);
  for (const [path, text] of entries as [string, string][]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}
