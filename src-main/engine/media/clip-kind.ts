/** Tells whether a labelled clip is a video, or one or more pictures. */
import { stat } from 'node:fs/promises';
import type { ItemKind } from '../../shared/lab.ts';
import { isPicture } from './pictures-in.ts';

/** @returns null if the path does not exist */
export async function clipKind(path: string): Promise<ItemKind | null> {
  const found = await stat(path).catch(() => null);
  if (found === null) return null;
  return found.isDirectory() || isPicture(path) ? 'pictures' : 'video';
}
