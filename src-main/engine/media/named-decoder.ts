/** The ffmpeg that the user named: in the environment, else in the window, whose choice is kept among the settings. */
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { ffmpegMissing } from './ffmpeg-missing.ts';

const schema = z.object({ ffmpeg: z.string().min(1) });
const fileIn = (settingsFolder: string) => join(settingsFolder, 'decoder.json');

/**
 * @returns null when nobody named one
 * @throws EngineError media/ffmpeg-missing when the choice cannot be read: another decoder must not take its place
 */
export async function namedDecoder(settingsFolder: string): Promise<string | null> {
  const inEnvironment = process.env['EXHIBIT_FFMPEG'];
  if (inEnvironment) return inEnvironment;
  try {
    return schema.parse(JSON.parse(await readFile(fileIn(settingsFolder), 'utf8'))).ffmpeg;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw ffmpegMissing(`${fileIn(settingsFolder)}, which names the ffmpeg to use, is damaged; delete it.`, {
      cause,
    });
  }
}

/** @param path null to go back to the order that Exhibit chooses by */
export async function nameDecoder(settingsFolder: string, path: string | null): Promise<void> {
  const file = fileIn(settingsFolder);
  if (path === null) return rm(file, { force: true });
  await mkdir(settingsFolder, { recursive: true });
  await writeFileAtomic(file, `${JSON.stringify({ ffmpeg: path }, null, 2)}\n`);
}
