/** Runs R-Net or O-Net on candidates of all pictures at once, each cut out and scaled to the network's input. */
import type { ModelSession } from '../../inference/model-session.ts';
import { pixelsInside } from '../boxes.ts';
import type { Corners, ScoredBox } from '../boxes.ts';
import { resample } from './summed-area.ts';
import type { SummedArea } from './summed-area.ts';
import { timed } from './timings.ts';
import type { MtcnnStage, Timings } from './timings.ts';

/** Number of crops that are cut out before the network runs: each step then uses the processor's caches alone. */
const CHUNK = 1024;
/** Crops of one tile of the picture are cut out together, so the sums of the tile are read once. */
const TILE_PX = 256;

export interface CropNet {
  session: ModelSession;
  /** Side of the network's input, in pixels. */
  sidePx: number;
  /** Crops per run: few enough to keep the network's activations in the processor's cache. */
  batch: number;
  stages: { crops: MtcnnStage; net: MtcnnStage };
  timings?: Timings | undefined;
  signal?: AbortSignal | undefined;
}

/** The network's output for a candidate. */
export interface Answer {
  candidate: ScoredBox;
  values: Float32Array;
}

interface Crop {
  /** Index of the picture. */
  index: number;
  candidate: ScoredBox;
  region: Corners;
  /** Crops are processed in rising order of this number. */
  tile: number;
}

/**
 * A box over the picture's edge is cut there and the rest is stretched, as in facenet-pytorch. A box outside the
 * picture is dropped.
 * @param candidates one list per picture
 * @returns one list per picture
 */
export async function runOnCrops(
  pictures: readonly SummedArea[],
  candidates: readonly (readonly ScoredBox[])[],
  { session, sidePx, batch, stages, timings, signal }: CropNet,
): Promise<Answer[][]> {
  const crops = cropsInOrder(pictures, candidates);
  const answers: Answer[][] = candidates.map(() => []);
  const cropLength = 3 * sidePx * sidePx;
  const input = new Float32Array(Math.min(CHUNK, crops.length) * cropLength);
  for (let start = 0; start < crops.length; start += CHUNK) {
    const chunk = crops.slice(start, start + CHUNK);
    await timed(timings, stages.crops, () => {
      for (const [place, { index, region }] of chunk.entries()) {
        resample(pictures[index]!, { region, width: sidePx, height: sidePx }, input, place * cropLength);
      }
    });
    for (let from = 0; from < chunk.length; from += batch) {
      signal?.throwIfAborted();
      const some = chunk.slice(from, from + batch);
      const data = input.subarray(from * cropLength, (from + some.length) * cropLength);
      const { face } = await timed(timings, stages.net, () =>
        session.run({ image: { dims: [some.length, 3, sidePx, sidePx], data } }),
      );
      const length = face!.data.length / some.length;
      for (const [place, { index, candidate }] of some.entries()) {
        const values = face!.data.subarray(place * length, (place + 1) * length);
        answers[index]!.push({ candidate, values });
      }
    }
  }
  return answers;
}

function cropsInOrder(
  pictures: readonly SummedArea[],
  candidates: readonly (readonly ScoredBox[])[],
): Crop[] {
  const crops = candidates.flatMap((list, index) => {
    const { width, height } = pictures[index]!;
    const columns = Math.ceil(width / TILE_PX);
    return list.flatMap((candidate): Crop[] => {
      const region = pixelsInside(candidate, width, height);
      if (!region) return [];
      const tile = Math.floor(region.top / TILE_PX) * columns + Math.floor(region.left / TILE_PX);
      return [{ index, candidate, region, tile }];
    });
  });
  return crops.sort((a, b) => a.index - b.index || a.tile - b.tile);
}
