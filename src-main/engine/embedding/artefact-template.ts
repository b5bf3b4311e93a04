/**
 * Where the artefact embedder expects a face's landmarks, as shares of the picture's side: eyes, nose, corners of the
 * mouth. It shows more than a template for recognition, because the seams of a swap are along jaw, cheeks and brow. It
 * is as tight as the crops in published research sets, so no pixels have to be invented beyond their edges. The margins
 * of the sets differ; after this alignment, the margin does not show which set a face comes from.
 */
import type { Landmarks } from '../../shared/domain.ts';

export const artefactTemplate: Landmarks = [
  { x: 0.3, y: 0.34 },
  { x: 0.7, y: 0.34 },
  { x: 0.5, y: 0.57 },
  { x: 0.336, y: 0.764 },
  { x: 0.664, y: 0.764 },
];
