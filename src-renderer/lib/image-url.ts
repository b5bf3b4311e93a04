/** Addresses of pictures in the app's own read-only scheme. */
const origin = 'exhibit-image://media';

export const frameUrl = (evidenceId: number, frameIndex: number): string =>
  `${origin}/frame/${evidenceId}/${frameIndex}`;

export const cropUrl = (faceId: number): string => `${origin}/crop/${faceId}`;

export const thumbnailUrl = (evidenceId: number): string => `${origin}/thumbnail/${evidenceId}`;
