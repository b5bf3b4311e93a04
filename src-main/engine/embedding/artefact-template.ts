/**
 * Where the artefact embedder expects a face's landmarks, in parts of the picture's side: eyes, nose, corners of the
 * mouth. Wider than a template for recognition, because the seams of a swap run along jaw, cheeks and brow, and as tight as
 * the crops that research sets publish, so that nothing has to be made up beyond their edges. Margins differ from set to set:
 * after this none tells where a face came from.
 */
import type { Landmarks } from '../../shared/domain.ts';

export const artefactTemplate: Landmarks = [
  { x: 0.3, y: 0.34 },
  { x: 0.7, y: 0.34 },
  { x: 0.5, y: 0.57 },
  { x: 0.336, y: 0.764 },
  { x: 0.664, y: 0.764 },
];
