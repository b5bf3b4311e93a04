/** Opens an installed embedder by its name. */
import { openSession } from '../inference/onnx-session.ts';
import type { SessionSettings } from '../inference/onnx-session.ts';
import type { Embedder } from './embedder.ts';
import { loadInstalledEmbedder, type NetworkFolders } from './installed-embedders.ts';
import { SessionEmbedder } from './session-embedder.ts';

/** @throws EngineError models/unknown, models/missing, models/hash-mismatch, inference/failed */
export async function openEmbedder(
  name: string,
  folders: NetworkFolders,
  settings: SessionSettings,
): Promise<Embedder> {
  const { entry, bytes } = await loadInstalledEmbedder(folders, name);
  return new SessionEmbedder(await openSession(bytes, settings), entry);
}
