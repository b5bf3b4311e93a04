/** Third stage: O-Net checks the remaining squares at 48 × 48 px and gives the final boxes and five landmarks. */
import type { Landmarks, Point } from '../../../shared/domain.ts';
import { regress, suppress } from '../boxes.ts';
import type { Corners, ScoredBox } from '../boxes.ts';
import { runOnCrops } from './crops.ts';
import type { CropNet } from './crops.ts';
import { sigmoid } from '../../support/sigmoid.ts';
import type { SummedArea } from './summed-area.ts';

export const OUTPUT_SIDE_PX = 48;
/** Relative to the smaller box, so a box inside another box is dropped. */
const OVERLAP = 0.7;
/** Start of the ten landmark numbers: after the logit and four offsets. */
const FIRST_LANDMARK = 5;

interface FaceBox extends ScoredBox {
  landmarks: Landmarks;
}

/** @returns faces with O-Net's probability, one list per picture, highest first */
export async function locate(
  pictures: readonly SummedArea[],
  candidates: readonly (readonly ScoredBox[])[],
  threshold: number,
  net: CropNet,
): Promise<FaceBox[][]> {
  const answers = await runOnCrops(pictures, candidates, net);
  return answers.map((list) => {
    const faces = list
      .filter(({ values }) => sigmoid(values[0]!) > threshold)
      .map(({ candidate, values }) => {
        const box = {
          ...candidate,
          score: sigmoid(values[0]!),
          landmarks: landmarksIn(candidate, values),
        };
        return regress(box, [values[1]!, values[2]!, values[3]!, values[4]!], 1);
      });
    return suppress(faces, OVERLAP, 'smaller');
  });
}

/** O-Net gives landmarks as shares of its input square, before the correction of the box. */
function landmarksIn({ left, top, right, bottom }: Corners, values: Float32Array): Landmarks {
  const point = (index: number): Point => ({
    x: left - 1 + values[FIRST_LANDMARK + index]! * (right - left + 1),
    y: top - 1 + values[FIRST_LANDMARK + 5 + index]! * (bottom - top + 1),
  });
  return [point(0), point(1), point(2), point(3), point(4)];
}
