/** One decoded, upright picture. All later steps use this form. */
export interface Frame {
  /** Position in presentation order, counted from 0 over the whole video. */
  frameIndex: number;
  /** Presentation time stamp in units of the stream's time base. */
  pts: number;
  ptsMs: number;
  width: number;
  height: number;
  /** As the decoder names it: I, P, B and rarer ones; null where it names none. */
  pictureType?: string | null;
  /** Interleaved, row by row; length is width × height × 3. */
  rgb: Uint8Array;
}
