/** The pictures in a folder, in the order of the numbers in their names. */
import { readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';

const extensions = new Set(['.jpg', '.jpeg', '.png', '.webp']);

/** By its name. */
export const isPicture = (path: string): boolean => extensions.has(extname(path).toLowerCase());

export async function picturesIn(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter(isPicture);
  return names.sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).map((name) => join(folder, name));
}
