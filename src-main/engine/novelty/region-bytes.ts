/**
 * The training region as bytes. Both files contain rows of float32, little endian: the reference embeddings; and, for
 * Mahalanobis' distance, the two whitened means (real first), then the packed lower triangle.
 */
import type { TrainingRegion } from './novelty.ts';

interface RegionBytes {
  references: Uint8Array;
  mahalanobis: Uint8Array;
}

export function regionToBytes({
  references,
  mahalanobis: { means, whitening },
}: TrainingRegion): RegionBytes {
  return { references: floatsToBytes(references), mahalanobis: floatsToBytes([...means, whitening]) };
}

/** @throws RangeError if the bytes do not fit embeddings of this length */
export function regionFromBytes({ references, mahalanobis }: RegionBytes, length: number): TrainingRegion {
  const rows = floatsFromBytes(references);
  const numbers = floatsFromBytes(mahalanobis);
  const triangle = (length * (length + 1)) / 2;
  if (rows.length === 0 || rows.length % length !== 0 || numbers.length !== 2 * length + triangle) {
    throw new RangeError(
      `${rows.length} and ${numbers.length} numbers do not fit embeddings of length ${length}`,
    );
  }
  return {
    references: Array.from({ length: rows.length / length }, (_, row) =>
      rows.slice(row * length, (row + 1) * length),
    ),
    mahalanobis: {
      means: [numbers.slice(0, length), numbers.slice(length, 2 * length)],
      whitening: numbers.slice(2 * length),
    },
  };
}

function floatsToBytes(rows: readonly Float32Array[]): Uint8Array {
  const count = rows.reduce((sum, row) => sum + row.length, 0);
  const view = new DataView(new ArrayBuffer(4 * count));
  let at = 0;
  for (const row of rows) {
    for (const value of row) {
      view.setFloat32(at, value, true);
      at += 4;
    }
  }
  return new Uint8Array(view.buffer);
}

function floatsFromBytes(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: Math.floor(bytes.length / 4) }, (_, index) =>
    view.getFloat32(4 * index, true),
  );
}
