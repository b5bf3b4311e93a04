/** SHA-256 of files that are viewed, computed once for each state of a file. */
import { fingerprint } from '../media/fingerprint.ts';
import type { FileIdentity } from '../support/file-identity.ts';
import { fileIdentity } from './file-identity.ts';

export class FileHashes {
  /** By path and identity: while it is computed, and once it is known. */
  readonly #computing = new Map<string, Promise<string>>();
  readonly #known = new Map<string, string>();

  known(path: string, identity: FileIdentity): string | undefined {
    return this.#known.get(keyOf(path, identity));
  }

  /**
   * Reads the whole file the first time.
   * @param signal of whoever asks first; all who ask meanwhile end with it
   * @throws EngineError as fingerprint; the abort reason
   */
  async of(path: string, identity: FileIdentity, signal: AbortSignal): Promise<string> {
    const key = keyOf(path, identity);
    const hash = this.#known.get(key);
    if (hash !== undefined) return hash;
    const reading = this.#computing.get(key) ?? fingerprint(path, { signal }).then(({ sha256 }) => sha256);
    this.#computing.set(key, reading);
    const read = await reading.finally(() => this.#computing.delete(key));
    // A file that changed while it was read has no state that this would be the hash of.
    if ((await fileIdentity(path)) === identity) this.#known.set(key, read);
    return read;
  }
}

const keyOf = (path: string, identity: FileIdentity) => JSON.stringify([path, identity]);
