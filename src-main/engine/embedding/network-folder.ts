/** Writes files into the folder of the user's networks, each completely or not at all. */
import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineError } from '../../shared/errors.ts';
import type { ModelManifest } from '../inference/manifest.ts';

/** @throws EngineError models/write-failed */
export async function writeNetworkFile(
  folder: string,
  file: string,
  content: Uint8Array | string,
): Promise<void> {
  const path = join(folder, file);
  const draft = `${path}.${randomUUID().slice(0, 8)}.part`;
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(draft, content);
    await rename(draft, path);
  } catch (cause) {
    await rm(draft, { force: true });
    throw new EngineError(
      'models/write-failed',
      `The network cannot be stored in ${folder}: ${(cause as Error).message}. Free some space or allow writing there.`,
      { cause },
    );
  }
}

/** @throws EngineError models/write-failed */
export async function writeNetworkManifest(folder: string, manifest: ModelManifest): Promise<void> {
  await writeNetworkFile(folder, 'manifest.json', `${JSON.stringify(manifest, null, 2)}\n`);
}
