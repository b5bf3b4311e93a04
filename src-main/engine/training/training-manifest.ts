/**
 * Reads the table that says what to train on. What it knows of persons and sources decides what may be held out
 * together, so one line that can't be used stops the training.
 */
import { dirname, resolve } from 'node:path';
import { EngineError } from '../../shared/errors.ts';
import { listText } from '../support/list-text.ts';
import { badManifest, parseClipTable, type ManifestClip } from './clip-table.ts';

/** @throws EngineError train/bad-manifest */
export async function readTrainingManifest(file: string): Promise<ManifestClip[]> {
  let text: string;
  try {
    text = await listText(file);
  } catch (cause) {
    if (cause instanceof EngineError) throw badManifest(cause.message, cause);
    throw badManifest(`${file} cannot be read. Check the path`, cause);
  }
  return parseTrainingManifest(text, dirname(resolve(file)));
}

/**
 * @param folder what relative paths start from
 * @throws EngineError train/bad-manifest, naming the line
 */
export function parseTrainingManifest(text: string, folder: string): ManifestClip[] {
  const { clips, refused } = parseClipTable(text, folder);
  const [first] = refused;
  if (first) throw badManifest(`line ${first.line}: ${first.reason}`);
  if (clips.length === 0) throw badManifest('it lists no clip: add a line with path and label for each');
  return clips;
}
