/** The values beyond which a face is not scored. `engine/faces/quality.ts` applies them; windows show them. */
export const refusalLimits = {
  /**
   * Triage has many small faces, and boxes 30 px wide have enough detail. A face 20 px high is about 15 px wide: its
   * eyes and mouth are a few pixels each.
   */
  minSizePx: 28,
  /** On 78 clips, detections below this probability of O-Net were background or half-hidden faces. */
  minDetection: 0.9,
  /**
   * Faces of 30 px after a messenger's compression have 20 and more, old web video 11 and more. A blur with a sigma of
   * a thirtieth of the face's width, which removes skin texture and eyelids, gives 3–8 for any face.
   */
  minSharpness: 5,
  /** Beyond this the far eye is hidden and its landmark is a guess. */
  maxYawDegrees: 60,
  /** Pitch shortens a face less but is measured less exactly. Faces in upright video stay below 45°. */
  maxPitchDegrees: 50,
  /** In close-ups, boxes go slightly over the edge. If a fifth is outside, an eye or the chin is missing. */
  maxOutside: 0.2,
};

export type RefusalLimits = typeof refusalLimits;
