/** Ends an analysis that finds more faces than one finding holds, before they fill the memory. */
import { EngineError } from '../../shared/errors.ts';
import { MAX_FACES_OF_FINDING } from '../../shared/finding-limits.ts';

/** @returns what takes the number of faces of each frame. @throws media/unsupported, when it is called, once they are too many */
export function countFaces(path: string): (faces: number) => void {
  let count = 0;
  return (faces) => {
    count += faces;
    if (count <= MAX_FACES_OF_FINDING) return;
    throw new EngineError(
      'media/unsupported',
      `More than ${MAX_FACES_OF_FINDING.toLocaleString('en-GB')} faces were found in ${path}, and Exhibit examines up to that many in one analysis. Analyse fewer frames of it, fewer faces in one frame, or larger faces alone.`,
    );
  };
}
