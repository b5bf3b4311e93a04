/**
 * Mean distance to the k nearest training faces (Angiulli and Pizzuti 2002; used to detect data unknown to a network by
 * Sun et al. 2022). It also detects a face in a gap between known faces, which a distance from their mean cannot.
 */
import { closestVectors } from '../support/closest-vectors.ts';
import { groupedBy } from '../support/grouped.ts';
import { createRandom } from '../support/random.ts';
import type { KnownFace, TrainingDistance } from './training-distance.ts';

/** The same number as in the paper's notebook; one odd neighbour does not decide. */
const NEIGHBOURS = 10;

/**
 * With 128 numbers each, this many are compared within a tenth of a millisecond. Faces of one clip are nearly copies.
 */
const REFERENCES_A_CLASS = 192;

export function neighbourDistance(references: readonly Float32Array[]): TrainingDistance {
  return (embedding) => {
    const { squaredDistances } = closestVectors(embedding, references, NEIGHBOURS);
    return squaredDistances.reduce((sum, squared) => sum + Math.sqrt(squared), 0) / squaredDistances.length;
  };
}

/** Embeddings that represent the training faces: up to a limit per class, drawn from the clips in turn. */
export function drawReferences(faces: readonly KnownFace[], seed: number): Float32Array[] {
  const random = createRandom(seed);
  return (['real', 'fake'] as const).flatMap((label) => {
    const own = faces.filter((face) => face.label === label);
    const clips = random
      .shuffled([...groupedBy(own, ({ video }) => video).values()])
      .map((clip) => random.shuffled(clip));
    const rounds = clips.reduce((most, clip) => Math.max(most, clip.length), 0);
    const inTurns = Array.from({ length: rounds }, (_, round) => clips.flatMap((clip) => clip[round] ?? []));
    return inTurns
      .flat()
      .slice(0, REFERENCES_A_CLASS)
      .map(({ embedding }) => embedding);
  });
}
