/**
 * Addresses of pictures in the app's own read-only scheme. Ids belong to one case, so the address names the opening of
 * the case: no picture of another case can stand in for one of this, neither a kept one nor one that is read now.
 */
const origin = 'exhibit-image://media';

export const cropUrl = (opening: string, faceId: number): string =>
  `${origin}/crop/${faceId}?opening=${opening}`;

export const thumbnailUrl = (opening: string, evidenceId: number): string =>
  `${origin}/thumbnail/${evidenceId}?opening=${opening}`;

/** The lab's faces have numbers of their own; the moment at which a run was made stands for the opening. */
export const labCropUrl = (runCreatedAt: string, faceId: number): string =>
  `${origin}/lab-crop/${faceId}?run=${encodeURIComponent(runCreatedAt)}`;
