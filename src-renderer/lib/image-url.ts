/**
 * Addresses of pictures in the app's own read-only scheme. Ids belong to one case, so each opening of a case has
 * a number of its own in the address: a picture kept from another case can never stand in for one of this.
 */
const origin = 'exhibit-image://media';

export const cropUrl = (opening: number, faceId: number): string =>
  `${origin}/crop/${faceId}?opening=${opening}`;

export const thumbnailUrl = (opening: number, evidenceId: number): string =>
  `${origin}/thumbnail/${evidenceId}?opening=${opening}`;

/** The lab's faces have numbers of their own; the moment at which a run was made stands for the opening. */
export const labCropUrl = (runCreatedAt: string, faceId: number): string =>
  `${origin}/lab-crop/${faceId}?run=${encodeURIComponent(runCreatedAt)}`;
