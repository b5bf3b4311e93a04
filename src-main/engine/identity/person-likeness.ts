/**
 * How alike a face is to clips of one person: the cosine to their mean, after whitening by their own spread. It needs no
 * training on forgeries: a claim that somebody is seen is compared with known footage of that person, as the truth score
 * does (Reiss, Cavia and Hoshen 2023, "Detecting Deepfakes Without Seeing Any"). Whitening a cosine by the spread within
 * a person is within-class covariance normalisation (Hatch, Kajarekar and Stolcke 2006).
 */
import { shrunkCovariance } from '../novelty/shrunk-covariance.ts';
import { whiten, whiteningOf } from '../novelty/whitening.ts';

/** Identity embeddings of one person's faces in one clip: at least one, all of one length. */
export type ClipFaces = readonly Float32Array[];

/** Cosine of a clip to the person, from −1 to 1. */
export type PersonLikeness = (clip: ClipFaces) => number;

/**
 * The spread is shrunk towards that of a ball, more so the fewer clips there are. Of fewer than three clips nothing is
 * known of its directions: then this is the plain cosine.
 * @param clips of the person, at least one; each counts as much, whatever the number of its faces
 */
export function personLikeness(clips: readonly ClipFaces[]): PersonLikeness {
  const mean = meanOf(clips.map(meanOf));
  const deviations = clips.map((clip) => clip.map((face) => Float64Array.from(face, (x, k) => x - mean[k]!)));
  const whitening = whiteningOf(shrunkCovariance(deviations).covariance, mean.length);
  const person = whiten(mean, whitening);
  return (clip) => cosine(whiten(meanOf(clip), whitening), person);
}

function meanOf(vectors: readonly ArrayLike<number>[]): Float64Array {
  const mean = new Float64Array(vectors[0]!.length);
  for (const vector of vectors) {
    for (let k = 0; k < mean.length; k++) mean[k]! += vector[k]! / vectors.length;
  }
  return mean;
}

function cosine(a: Float32Array, b: Float32Array): number {
  const [product, squareA, squareB] = [dot(a, b), dot(a, a), dot(b, b)];
  const norm = Math.sqrt(squareA * squareB);
  // Rounding must not lead beyond the scale.
  return norm === 0 ? 0 : Math.max(-1, Math.min(1, product / norm));
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}
