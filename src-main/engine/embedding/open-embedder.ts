/** Opens a built-in embedder by its name in the models' manifest. */
import { loadEmbedderModel } from '../inference/manifest.ts';
import { openSession } from '../inference/onnx-session.ts';
import type { SessionSettings } from '../inference/onnx-session.ts';
import type { Embedder } from './embedder.ts';
import { SessionEmbedder } from './session-embedder.ts';

/**
 * @param modelsFolder the folder of `manifest.json`
 * @throws EngineError models/unknown, models/missing, models/hash-mismatch, inference/failed
 */
export async function openEmbedder(
  name: string,
  modelsFolder: string,
  settings: SessionSettings,
): Promise<Embedder> {
  const { entry, bytes } = await loadEmbedderModel(modelsFolder, name);
  return new SessionEmbedder(await openSession(bytes, settings), entry);
}
