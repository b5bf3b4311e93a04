/** Second stage: R-Net checks every proposal at 24 × 24 px, rejects most and corrects the boxes of the others. */
import { regress, squared, suppress } from '../boxes.ts';
import type { ScoredBox } from '../boxes.ts';
import { runOnCrops } from './crops.ts';
import type { CropNet } from './crops.ts';
import { sigmoid } from '../../support/sigmoid.ts';
import type { SummedArea } from './summed-area.ts';

export const REFINEMENT_SIDE_PX = 24;
const OVERLAP = 0.7;

/** @returns squares with R-Net's probability, one list per picture, highest first */
export async function refine(
  pictures: readonly SummedArea[],
  proposals: readonly (readonly ScoredBox[])[],
  threshold: number,
  net: CropNet,
): Promise<ScoredBox[][]> {
  const answers = await runOnCrops(pictures, proposals, net);
  return answers.map((list) => {
    const faces = list
      .map(({ candidate, values }) => ({
        ...candidate,
        score: sigmoid(values[0]!),
        offsets: [values[1]!, values[2]!, values[3]!, values[4]!] as const,
      }))
      .filter(({ score }) => score > threshold);
    return suppress(faces, OVERLAP).map((face) => squared(regress(face, face.offsets, 1)));
  });
}
