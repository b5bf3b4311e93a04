import type { Box, Landmarks } from '../../shared/domain.ts';
import type { Frame } from '../media/frame.ts';

export interface FaceDetection {
  box: Box;
  landmarks: Landmarks;
  /** Probability that this is a face, [0, 1]. */
  detection: number;
}

/** Finds faces in frames of one size; boxes and landmarks in pixels of the frames as given. */
export interface FaceDetector {
  /** @returns one list per frame, in the order of the frames */
  detect(frames: readonly Frame[], signal?: AbortSignal): Promise<FaceDetection[][]>;
  /**
   * The face in a box that somebody drew, by the last network of the detector alone and by its own threshold.
   * @returns null if there is none
   */
  locate(frame: Frame, box: Box, signal?: AbortSignal): Promise<FaceDetection | null>;
  dispose(): Promise<void>;
}
