/** Decides whether a face is usable, by size, blur, pose and frame edge, and gives the reason if it is not. */
import type { Box, FaceQuality, Landmarks, Refusal } from '../../shared/domain.ts';
import { refusalLimits } from '../../shared/face-limits.ts';
import type { Frame } from '../media/frame.ts';
import { alignFace } from './align.ts';
import type { FaceDetection } from './face-detector.ts';
import { estimatePose } from './pose.ts';

/** Side of the grey crop for measuring blur, so one threshold is valid for faces of any size. */
const CROP_PX = 112;

/** Mean position of the landmarks in an aligned 112 px crop (the template of ArcFace, Deng et al. 2019). */
const template: Landmarks = [
  { x: 38.2946 / CROP_PX, y: 51.6963 / CROP_PX },
  { x: 73.5318 / CROP_PX, y: 51.5014 / CROP_PX },
  { x: 56.0252 / CROP_PX, y: 71.7366 / CROP_PX },
  { x: 41.5493 / CROP_PX, y: 92.3655 / CROP_PX },
  { x: 70.7299 / CROP_PX, y: 92.2041 / CROP_PX },
];

export function assessQuality(frame: Frame, { box, landmarks }: FaceDetection): FaceQuality {
  const sizePx = Math.min(box.width, box.height);
  // If all landmarks are at one point, there is no alignment and no pose. With sharpness 0 such a face is refused.
  if (coincide(landmarks)) return { sizePx, sharpness: 0, yawDegrees: 0, pitchDegrees: 0, rollDegrees: 0 };
  return {
    sizePx,
    sharpness: laplacianVariance(grey(alignFace(frame, landmarks, CROP_PX, template)), CROP_PX),
    ...estimatePose(landmarks),
  };
}

const coincide = ([first, ...others]: Landmarks) =>
  others.every(({ x, y }) => Math.hypot(x - first.x, y - first.y) < 0.5);

/** @returns the first reason that applies, the simplest first; null for a usable face */
export function refuse(
  frame: Frame,
  { box, detection }: FaceDetection,
  quality: FaceQuality,
): Refusal | null {
  const limits = refusalLimits;
  if (quality.sizePx < limits.minSizePx) return 'too-small';
  if (shareOutside(box, frame) > limits.maxOutside) return 'cut-off';
  if (detection < limits.minDetection) return 'low-detection';
  if (Math.abs(quality.yawDegrees) > limits.maxYawDegrees) return 'turned-away';
  if (Math.abs(quality.pitchDegrees) > limits.maxPitchDegrees) return 'turned-away';
  return quality.sharpness < limits.minSharpness ? 'too-blurred' : null;
}

/** Share of the box's area outside the frame, 0 to 1. */
function shareOutside({ x, y, width, height }: Box, frame: Frame): number {
  const inX = Math.max(0, Math.min(x + width, frame.width) - Math.max(x, 0));
  const inY = Math.max(0, Math.min(y + height, frame.height) - Math.max(y, 0));
  return 1 - (inX * inY) / (width * height);
}

/** Luma of Rec. 601, 0–255. */
function grey(rgb: Uint8Array): Float32Array {
  const luma = new Float32Array(rgb.length / 3);
  for (let i = 0; i < luma.length; i += 1) {
    luma[i] = 0.299 * rgb[3 * i]! + 0.587 * rgb[3 * i + 1]! + 0.114 * rgb[3 * i + 2]!;
  }
  return luma;
}

/** Variance of the four-neighbour Laplacian over all inner pixels (Pech-Pacheco et al. 2000). */
function laplacianVariance(luma: Float32Array, side: number): number {
  let sum = 0;
  let squares = 0;
  for (let y = 1; y < side - 1; y += 1) {
    for (let i = y * side + 1; i < y * side + side - 1; i += 1) {
      const value = luma[i - 1]! + luma[i + 1]! + luma[i - side]! + luma[i + side]! - 4 * luma[i]!;
      sum += value;
      squares += value * value;
    }
  }
  const count = (side - 2) ** 2;
  return squares / count - (sum / count) ** 2;
}
