import type { TrainingSample } from '../../src-main/engine/training/training-sample.ts';
import { createRandom } from '../../src-main/engine/support/random.ts';

interface SyntheticFaces {
  videosPerClass: number;
  facesPerVideo: number;
  /** Length of the embeddings. */
  length: number;
  /** How far fakes lie from real faces, in units of the spread between people; 0 makes them alike. */
  trace: number;
}

/** Embeddings as unit vectors: a place for each person, small changes from face to face, a trace in fakes. */
export function syntheticFaces({ videosPerClass, facesPerVideo, length, trace }: SyntheticFaces) {
  const random = createRandom(11);
  const gauss = () => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  return Array.from({ length: 2 * videosPerClass }, (_, clip): TrainingSample[] => {
    const label = clip < videosPerClass ? 'real' : 'fake';
    const person = Array.from({ length }, gauss);
    return Array.from({ length: facesPerVideo }, () => {
      const face = person.map(
        (x, index) => x + 0.3 * gauss() + (label === 'fake' && index < length / 4 ? 2 * trace : 0),
      );
      const norm = Math.hypot(...face);
      return {
        ...{ label, video: `clip-${clip}`, identity: `person-${clip}` },
        embedding: Float32Array.from(face, (x) => x / norm),
      };
    });
  }).flat();
}
