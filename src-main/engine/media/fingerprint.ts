/** SHA-256 of evidence as received (FIPS 180-4). The file is streamed, so memory does not grow with its size. */
import { createHash } from 'node:crypto';
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
  signal?.throwIfAborted();
  const { file, sizeBytes: expectedBytes } = await openEvidence(path);
  try {
    const hash = createHash('sha256');
    const buffer = Buffer.allocUnsafe(chunkBytes);
    let sizeBytes = 0;
    for (;;) {
      signal?.throwIfAborted();
      const { bytesRead } = await file.read(buffer, 0, chunkBytes, sizeBytes).catch((cause: unknown) => {
        throw evidenceError(cause);
      });
      if (bytesRead === 0) return { sha256: hash.digest('hex'), sizeBytes };
      hash.update(buffer.subarray(0, bytesRead));
      sizeBytes += bytesRead;
      onProgress?.(sizeBytes, Math.max(sizeBytes, expectedBytes));
    }
  } finally {
    await file.close();
  }
}
