/** How the frames of a video are coded over time, from the sizes and places of their packets: nothing is decoded for it. */
import { bitRates } from '../../shared/bit-rates.ts';
import type { CodingFigures } from '../../shared/structure.ts';
import type { FrameIndex } from './frame-index.ts';
import { median } from './presentation-order.ts';

export function codingFigures(
  { keys, positions, timesMs, endMs }: Pick<FrameIndex, 'keys' | 'positions' | 'timesMs' | 'endMs'>,
  packetBytes: Float64Array,
): CodingFigures {
  const keyFrames = [...keys.keys()].filter((frame) => keys[frame] === 1);
  const intervals = Float64Array.from(keyFrames.slice(1), (frame, i) => frame - keyFrames[i]!);
  const isPlaced = positions.every((position) => !Number.isNaN(position));
  const rates = bitRates(timesMs, packetBytes, endMs);
  return {
    keyInterval:
      intervals.length === 0
        ? null
        : { median: median(intervals), least: leastOf(intervals), most: mostOf(intervals) },
    reordered: isPlaced ? positions.some((position, i) => i > 0 && position < positions[i - 1]!) : null,
    bitRate: rates && {
      mean: rates.mean,
      perSecond:
        rates.perSecond.length === 0
          ? null
          : { least: leastOf(rates.perSecond), most: mostOf(rates.perSecond) },
    },
    ...(isMeasured(packetBytes) && {
      frameBytes: packetBytes.reduce((sum, each) => sum + each) / packetBytes.length,
    }),
  };
}

const isMeasured = (packetBytes: Float64Array): boolean =>
  packetBytes.length > 0 && !packetBytes.some(Number.isNaN);

const leastOf = (values: Float64Array): number => values.reduce((least, each) => Math.min(least, each));
const mostOf = (values: Float64Array): number => values.reduce((most, each) => Math.max(most, each));

/**
 * Size of the packet at which each frame begins; NaN where its place is not known, and where two packets begin at the
 * same byte, as laced ones do.
 */
export function packetSizes({ packets, positions }: Pick<FrameIndex, 'packets' | 'positions'>): Float64Array {
  const sizes = new Map<number, number>();
  for (const { position, size } of packets) sizes.set(position, sizes.has(position) ? NaN : size);
  return positions.map((position) => sizes.get(position) ?? NaN);
}
