/** Opens an installed network by its name. */
import { openSession } from '../inference/onnx-session.ts';
import type { SessionSettings } from '../inference/onnx-session.ts';
import type { Embedder } from './embedder.ts';
import { GuestNetwork } from './guest-network.ts';
import { loadInstalledEmbedder, loadInstalledGuest, type NetworkFolders } from './installed-embedders.ts';
import { SessionEmbedder } from './session-embedder.ts';

/** @throws EngineError models/unknown, models/missing, models/hash-mismatch, inference/failed */
export async function openEmbedder(
  name: string,
  folders: NetworkFolders,
  settings: SessionSettings,
): Promise<Embedder> {
  const { entry, bytes } = await loadInstalledEmbedder(folders, name);
  return new SessionEmbedder(await openSession(bytes, settings, name), entry);
}

/** @throws EngineError as `openEmbedder` */
export async function openGuest(
  name: string,
  folders: NetworkFolders,
  settings: SessionSettings,
): Promise<GuestNetwork> {
  const { entry, bytes } = await loadInstalledGuest(folders, name);
  return new GuestNetwork(await openSession(bytes, settings, entry.name), entry);
}
