/** Runs R-Net or O-Net over candidates of all pictures at once, each cut out and scaled to the net's input. */
import type { ModelSession } from '../../inference/model-session.ts';
import { pixelsInside } from '../boxes.ts';
import type { ScoredBox } from '../boxes.ts';
import { resample } from './summed-area.ts';
import type { SummedArea } from './summed-area.ts';
import { timed } from './timings.ts';
import type { MtcnnStage, Timings } from './timings.ts';

export interface CropNet {
  session: ModelSession;
  /** Side of the net's input, in pixels. */
  sidePx: number;
  /** Crops a run, which bounds the net's memory. */
  batch: number;
  stages: { crops: MtcnnStage; net: MtcnnStage };
  timings?: Timings | undefined;
  signal?: AbortSignal | undefined;
}

/** What the net says of a candidate. */
export interface Answer {
  candidate: ScoredBox;
  values: Float32Array;
}

/**
 * A box over the picture's edge is cut there and the rest is stretched, as facenet-pytorch does; one that
 * lies outside is dropped.
 * @param candidates one list a picture
 * @returns one list a picture, in the order given
 */
export async function runOnCrops(
  pictures: readonly SummedArea[],
  candidates: readonly (readonly ScoredBox[])[],
  { session, sidePx, batch, stages, timings, signal }: CropNet,
): Promise<Answer[][]> {
  const crops = candidates.flatMap((list, index) =>
    list.flatMap((candidate) => {
      const picture = pictures[index]!;
      const region = pixelsInside(candidate, picture.width, picture.height);
      return region ? [{ index, picture, candidate, region }] : [];
    }),
  );
  const answers: Answer[][] = candidates.map(() => []);
  const cropLength = 3 * sidePx * sidePx;
  const input = new Float32Array(Math.min(batch, crops.length) * cropLength);
  for (let from = 0; from < crops.length; from += batch) {
    signal?.throwIfAborted();
    const some = crops.slice(from, from + batch);
    const data = input.subarray(0, some.length * cropLength);
    await timed(timings, stages.crops, () => {
      for (const [place, { picture, region }] of some.entries())
        resample(picture, { region, width: sidePx, height: sidePx }, data, place * cropLength);
    });
    const { face } = await timed(timings, stages.net, () =>
      session.run({ image: { dims: [some.length, 3, sidePx, sidePx], data } }),
    );
    const length = face!.data.length / some.length;
    for (const [place, { index, candidate }] of some.entries()) {
      const values = face!.data.subarray(place * length, (place + 1) * length);
      answers[index]!.push({ candidate, values });
    }
  }
  return answers;
}
