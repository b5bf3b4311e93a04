/**
 * How a video is coded over time: above, the bit rate of each second; below, the size of each frame, key frames apart. Both
 * scales start at zero. The coded frames of a long video are thinned out to the width of the chart.
 */
import { scaleLinear } from 'd3-scale';
import { bitRates } from '../bit-rates.ts';
import { countOf } from '../wording.ts';
import { axes } from './axes.ts';
import type { ChartTable } from './chart-tables.ts';
import { chart, color, element, label, px, type ChartSize, type PlotArea, type SvgNode } from './svg.ts';
import { thinned } from './thin-out.ts';
import { timeArea, timeScale, timeTicks } from './time-axis.ts';

/** One element for each frame, in the order in which they are shown. */
export interface CodedFrames {
  timesMs: Float64Array;
  /** 1 for a key frame. */
  keys: Uint8Array;
  /** NaN where the size is not known. */
  packetBytes: Float64Array;
  endMs: number;
}

interface CodedFrame {
  ptsMs: number;
  bytes: number;
  isKey: boolean;
}

const rowGap = 34;
/** Wide enough to be seen, narrow enough for a pixel column of its own. */
const barPx = 1.5;

export function codingChart(frames: CodedFrames, size: ChartSize): SvgNode {
  const { timesMs, packetBytes, keys, endMs } = frames;
  const whole = timeArea(size, 20, 26);
  const middle = (whole.top + whole.bottom) / 2;
  const [above, below] = [
    { ...whole, bottom: middle - rowGap / 2 },
    { ...whole, top: middle + rowGap / 2 },
  ];
  const range = { fromMs: 0, toMs: endMs > 0 ? endMs : 1 };
  const { xOf } = timeScale(range, size.width);
  const ticks = timeTicks(range, size.width);
  const perSecond = bitRates(timesMs, packetBytes, endMs)?.perSecond ?? new Float64Array();
  const known: CodedFrame[] = [...packetBytes.keys()].flatMap((frame) => {
    const bytes = packetBytes[frame]!;
    return Number.isNaN(bytes) ? [] : [{ bytes, ptsMs: timesMs[frame]!, isKey: keys[frame] === 1 }];
  });
  const bin = (barPx * range.toMs) / (whole.right - whole.left);
  const bars = [false, true].flatMap((isKey) =>
    thinned(
      known.filter((frame) => frame.isKey === isKey),
      bin,
      ({ ptsMs }) => ptsMs,
      ({ bytes }) => bytes,
    ),
  );
  const rate = scaleOf(above, perSecond);
  const bytes = scaleOf(
    below,
    packetBytes.filter((each) => !Number.isNaN(each)),
  );
  const keyCount = keys.reduce((sum, key) => sum + key, 0);
  return chart(
    size,
    'Coding over time',
    `${countOf(timesMs.length, 'frame')}, ${countOf(keyCount, 'key frame')}.`,
    [
      label('Bit rate, kbit/s', whole.left, above.top - 8),
      ...axes(above, { ticks: ticks.map(({ at }) => ({ at, text: '' })) }, { ticks: ticksOf(rate, 1000) }),
      element('path', {
        d: stepsOf(perSecond, range.toMs / (whole.right - whole.left), xOf, rate),
        fill: 'none',
        stroke: color.ink,
        'stroke-width': 1.5,
      }),
      label('Size of frames, kB; key frames dark', whole.left, below.top - 8),
      ...axes(below, { ticks }, { ticks: ticksOf(bytes, 1000) }),
      ...bars.map(({ ptsMs, bytes: value, isKey }) =>
        element('rect', {
          ...{ x: xOf(ptsMs), y: bytes(value), width: barPx, height: below.bottom - bytes(value) },
          fill: isKey ? color.ink : color.lineStrong,
        }),
      ),
    ],
  );
}

const scaleOf = ({ top, bottom }: PlotArea, values: Float64Array) =>
  scaleLinear([0, values.reduce((most, each) => Math.max(most, each), 0) || 1], [bottom, top]).nice(3);

const ticksOf = (scale: ReturnType<typeof scaleOf>, unit: number) =>
  scale.ticks(3).map((value) => ({ at: scale(value), text: String(value / unit) }));

/** Each second as a level line; of those that share a pixel column, the lowest and the highest. */
function stepsOf(
  perSecond: Float64Array,
  msPerPx: number,
  xOf: (ptsMs: number) => number,
  yOf: (value: number) => number,
): string {
  const seconds = [...perSecond.entries()].map(([second, value]) => ({ fromMs: second * 1000, value }));
  return thinned(
    seconds,
    msPerPx,
    ({ fromMs }) => fromMs,
    ({ value }) => value,
  )
    .map(
      ({ fromMs, value }, i) =>
        `${i === 0 ? 'M' : 'L'}${px(xOf(fromMs))},${px(yOf(value))}H${px(xOf(fromMs + 1000))}`,
    )
    .join('');
}

export function codingTable({ timesMs, keys, packetBytes, endMs }: CodedFrames): ChartTable {
  const perSecond = bitRates(timesMs, packetBytes, endMs)?.perSecond;
  return {
    columns: ['Frame', 'Time, ms', 'Key frame', 'Bytes', 'Bit rate of its second, bit/s'],
    rows: Array.from(timesMs, (ptsMs, frame) => [
      ...[frame, ptsMs, keys[frame] === 1 ? 'yes' : 'no'],
      Number.isNaN(packetBytes[frame]) ? null : packetBytes[frame]!,
      perSecond?.[Math.floor(ptsMs / 1000)] ?? null,
    ]),
  };
}
