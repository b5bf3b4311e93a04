/**
 * The key of whoever uses this computer account, to sign off cases with. The private key lies in the settings folder,
 * encrypted by the system's key store, and never leaves this process.
 */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  type KeyObject,
} from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { SafeStorage } from 'electron';
import writeFileAtomic from 'write-file-atomic';
import { EngineError } from '../shared/errors.ts';

type KeyStore = Pick<SafeStorage, 'isEncryptionAvailable' | 'encryptString' | 'decryptString'>;

export class SigningKey {
  readonly #file: string;
  readonly #store: KeyStore;

  /** @param file of the encrypted private key */
  constructor(file: string, store: KeyStore) {
    this.#file = file;
    this.#store = store;
  }

  /**
   * SHA-256 of the public key; null where no key was made yet.
   * @throws EngineError signing/no-key-store, signing/key-lost
   */
  async fingerprint(): Promise<string | null> {
    const key = await this.#read();
    return key && createHash('sha256').update(publicPart(key)).digest('hex');
  }

  /**
   * Makes the key the first time.
   * @returns the public key (SPKI in DER) and the signature of the text in UTF-8 (RFC 8032), both in base64
   * @throws EngineError as fingerprint
   */
  async sign(text: string): Promise<{ publicKey: string; signature: string }> {
    const key = (await this.#read()) ?? (await this.#make());
    const signature = sign(null, Buffer.from(text), key);
    return { publicKey: publicPart(key).toString('base64'), signature: signature.toString('base64') };
  }

  async #read(): Promise<KeyObject | null> {
    const encrypted = await readFile(this.#file).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw lost(error);
    });
    if (encrypted === null) return null;
    this.#requireStore();
    try {
      return createPrivateKey(this.#store.decryptString(encrypted));
    } catch (cause) {
      throw lost(cause);
    }
  }

  async #make(): Promise<KeyObject> {
    this.#requireStore();
    const { privateKey } = generateKeyPairSync('ed25519');
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    await writeFileAtomic(this.#file, this.#store.encryptString(pem), { mode: 0o600 });
    return privateKey;
  }

  #requireStore(): void {
    if (this.#store.isEncryptionAvailable()) return;
    throw new EngineError(
      'signing/no-key-store',
      'This system has no key store that could protect your private key, so you cannot sign off here. On Linux, install GNOME Keyring or KWallet, log in again, and try once more.',
    );
  }
}

const publicPart = (key: KeyObject): Buffer => createPublicKey(key).export({ type: 'spki', format: 'der' });

const lost = (cause: unknown) =>
  new EngineError(
    'signing/key-lost',
    'Your private key cannot be read: the file signing-key in the settings folder was damaged, or belongs to another account. Move it away to sign with a new key, and tell others the new fingerprint. Earlier signatures stay valid.',
    { cause },
  );
