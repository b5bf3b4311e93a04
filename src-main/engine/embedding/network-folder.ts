/** Files in the folder of the user's own networks, each written whole or not at all. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { EngineError } from '../../shared/errors.ts';
import type { ModelManifest } from '../inference/manifest.ts';

/** @throws EngineError models/write-failed */
export async function writeNetworkFile(
  folder: string,
  file: string,
  content: Uint8Array | string,
): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await writeFileAtomic(join(folder, file), typeof content === 'string' ? content : Buffer.from(content));
  } catch (cause) {
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
