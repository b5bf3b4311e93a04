/** SHA-256 of evidence as received (FIPS 180-4). The file is streamed, so memory does not grow with its size. */
import { createHash, type Hash } from 'node:crypto';
import { evidenceError, openEvidence } from './evidence-file.ts';

const chunkBytes = 1 << 20;

export interface Fingerprint {
  /** 64 lower-case hexadecimal digits. */
  sha256: string;
  sizeBytes: number;
}

interface FingerprintOptions {
  signal?: AbortSignal | undefined;
  onProgress?: ((doneBytes: number, totalBytes: number) => void) | undefined;
}

/**
 * @throws EngineError as openEvidence, media/unreadable if the disk fails while reading; the abort reason
 */
export async function fingerprint(
  path: string,
  { signal, onProgress }: FingerprintOptions = {},
): Promise<Fingerprint> {
  const hash = createHash('sha256');
  const sizeBytes = await readInto([hash], path, { signal, onProgress });
  return { sha256: hash.digest('hex'), sizeBytes };
}

export interface OldFingerprint extends Fingerprint {
  /** For comparing with old lists alone: two files can be made that share one (Wang 2004, Stevens 2017). */
  md5: string;
  sha1: string;
}

/** All three in one reading, so that they are of the same bytes. @throws EngineError as `fingerprint` */
export async function oldFingerprint(path: string, options: FingerprintOptions): Promise<OldFingerprint> {
  const [sha256, sha1, md5] = [createHash('sha256'), createHash('sha1'), createHash('md5')];
  const sizeBytes = await readInto([sha256, sha1, md5], path, options);
  return { sha256: sha256.digest('hex'), sha1: sha1.digest('hex'), md5: md5.digest('hex'), sizeBytes };
}

/** @returns the number of bytes */
async function readInto(
  hashes: readonly Hash[],
  path: string,
  { signal, onProgress }: FingerprintOptions,
): Promise<number> {
  signal?.throwIfAborted();
  const { file, sizeBytes: expectedBytes } = await openEvidence(path);
  try {
    const buffer = Buffer.allocUnsafe(chunkBytes);
    let sizeBytes = 0;
    for (;;) {
      signal?.throwIfAborted();
      const { bytesRead } = await file.read(buffer, 0, chunkBytes, sizeBytes).catch((cause: unknown) => {
        throw evidenceError(cause);
      });
      if (bytesRead === 0) return sizeBytes;
      for (const hash of hashes) hash.update(buffer.subarray(0, bytesRead));
      sizeBytes += bytesRead;
      onProgress?.(sizeBytes, Math.max(sizeBytes, expectedBytes));
    }
  } finally {
    await file.close();
  }
}
