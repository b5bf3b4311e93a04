/**
 * Distance to the nearer class mean in units of the spread around it, with one covariance for both classes (Lee et
 * al. 2018, "A Simple Unified Framework for Detecting Out-of-Distribution Samples and Adversarial Attacks", section
 * 2). It detects a face that is unusual in a direction where known faces hardly vary.
 */
import type { Label } from '../../shared/domain.ts';
import { groupedBy } from '../support/grouped.ts';
import { shrunkCovariance } from './shrunk-covariance.ts';
import { whiten, whiteningOf } from './whitening.ts';
import type { KnownFace, TrainingDistance } from './training-distance.ts';

export interface MahalanobisModel {
  /** Lower triangle, row by row, of the matrix that gives the embeddings of a class unit variance in all directions. */
  whitening: Float32Array;
  /** Of the real and the fake faces, after whitening. */
  means: readonly [Float32Array, Float32Array];
}

/** @param faces at least one of each class */
export function fitMahalanobis(faces: readonly KnownFace[]): MahalanobisModel {
  const length = faces[0]!.embedding.length;
  const means = { real: meanOf(faces, 'real', length), fake: meanOf(faces, 'fake', length) };
  const centred = [...groupedBy(faces, ({ video }) => video).values()].map((clip) =>
    clip.map(({ embedding, label }) => Float64Array.from(embedding, (x, k) => x - means[label][k]!)),
  );
  const whitening = whiteningOf(shrunkCovariance(centred).covariance, length);
  return { whitening, means: [whiten(means.real, whitening), whiten(means.fake, whitening)] };
}

export function mahalanobisDistance({ whitening, means }: MahalanobisModel): TrainingDistance {
  return (embedding) => {
    const point = whiten(embedding, whitening);
    return Math.sqrt(Math.min(...means.map((mean) => squaredDistance(point, mean))));
  };
}

function meanOf(faces: readonly KnownFace[], label: Label, length: number): Float64Array {
  const own = faces.filter((face) => face.label === label);
  const mean = new Float64Array(length);
  for (const { embedding } of own) for (let k = 0; k < length; k++) mean[k]! += embedding[k]! / own.length;
  return mean;
}

function squaredDistance(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += (a[k]! - b[k]!) ** 2;
  return sum;
}
