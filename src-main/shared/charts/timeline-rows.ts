/**
 * Rows on the time axis of a video: when each track is seen and where it scores above the limit, which frames are key
 * frames or lie at an irregular interval, and what has been viewed.
 */
import { givesVerdicts, type DecisionBand, type Face, type Track } from '../domain.ts';
import { personName } from '../people-wording.ts';
import { tickTexts } from './axes.ts';
import { seriesMark } from './series.ts';
import { chart, color, element, label, line, outcomeColor, px, type PlotArea, type SvgNode } from './svg.ts';
import { joined } from './thin-out.ts';
import { timeArea, timeScale, timeTicks, type TimeRange } from './time-axis.ts';
import { RECEDING } from './timeline.ts';
import { trackStyle } from './track-style.ts';

type RowTrack = Pick<Track, 'id' | 'startMs' | 'endMs'> & {
  /** That an examiner gave. */
  name?: string | null;
  faces: readonly Pick<Face, 'ptsMs' | 'score'>[];
};

export interface TimelineRows {
  range: TimeRange;
  tracks: readonly RowTrack[];
  chosen: number | null;
  /** null where no scores are shown. */
  band: DecisionBand | null;
  /** Presentation times; null until the frames are read. */
  frames: FrameTimes | null;
  /** Whether the rows end with the time axis. */
  ruled: boolean;
}

export interface FrameTimes {
  all: Float64Array;
  key: Float64Array;
  /** What is odd about frames, and where shots begin, each kind with when it is seen; one that does not occur is left out. */
  oddities: readonly Oddity[];
  /** Stretches that have been on screen, in order. */
  viewed: readonly (readonly [fromMs: number, toMs: number])[];
}

export interface Oddity {
  /** Names the row. */
  name: string;
  /** In order; an instant begins and ends at once. */
  stretches: readonly (readonly [fromMs: number, toMs: number])[];
}

const frameRow = 12;
const ruler = 20;
/** At this distance single frames can be told apart. */
const frameApartPx = 5;
/** Narrower than this, nothing is seen. */
const leastPx = 2;

/** Lanes lower than this have no room for a name. */
const leastNamed = 11;

/** Lower where many people are seen at a time. */
const laneHeight = (lanes: number) => Math.max(7, Math.min(15, 90 / lanes));

/** In px. */
export function rowsHeight({ tracks, frames, ruled }: TimelineRows): number {
  const lanes = lanesOf(tracks).count;
  const frameRows = frames === null ? 0 : 2 + frames.oddities.length;
  return lanes * laneHeight(lanes) + frameRows * frameRow + (ruled ? ruler : 0) + 6;
}

/**
 * Tracks that are seen at the same time lie in different lanes, the first one in the highest that is free.
 * @returns the lane of each track, and how many there are
 */
export function lanesOf(tracks: readonly Pick<Track, 'startMs' | 'endMs'>[]): {
  lanes: number[];
  count: number;
} {
  const ends: number[] = [];
  const lanes = new Array<number>(tracks.length).fill(0);
  for (const [index, { startMs, endMs }] of [...tracks.entries()].sort(
    ([, a], [, b]) => a.startMs - b.startMs,
  )) {
    const free = ends.findIndex((end) => end < startMs);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = endMs;
    lanes[index] = lane;
  }
  return { lanes, count: ends.length };
}

/** Stretches of a track whose scored faces, one after the other, reach the limit. */
export function stretchesAbove(faces: RowTrack['faces'], limit: number): [fromMs: number, toMs: number][] {
  const stretches: [number, number][] = [];
  let inside = false;
  for (const { ptsMs, score } of faces) {
    if (score === null) continue;
    if (score >= limit && inside) stretches.at(-1)![1] = ptsMs;
    else if (score >= limit) stretches.push([ptsMs, ptsMs]);
    inside = score >= limit;
  }
  return stretches;
}

export function timelineRows(rows: TimelineRows, width: number): SvgNode {
  const { tracks, frames, ruled, range } = rows;
  const height = rowsHeight(rows);
  const area = timeArea({ width, height }, 2, ruled ? ruler : 0);
  const { count } = lanesOf(tracks);
  const framesTop = area.top + count * laneHeight(count);
  return chart(
    { width, height },
    'Tracks and frames over time',
    `${tracks.length} tracks` +
      (frames
        ? `; ${[`${frames.key.length} key frames`, ...frames.oddities.map(countText)].join('; ')}.`
        : '.'),
    [
      ...timeTicks(range, width).map(({ at }) => line(at, 0, at, area.bottom, { stroke: color.line })),
      ...(ruled ? tickTexts(timeTicks(range, width), area.bottom + 14, area) : []),
      ...trackLanes(rows, area, width),
      ...(frames ? frameRows(frames, range, framesTop, width) : []),
    ],
  );
}

const countText = ({ name, stretches }: Oddity): string => `${stretches.length} ${name}`;

function trackLanes({ tracks, chosen, band, range }: TimelineRows, area: PlotArea, width: number): SvgNode[] {
  const { lanes, count } = lanesOf(tracks);
  const height = laneHeight(count);
  const { left, right, xOf } = timeScale(range, width);
  const limit = band && givesVerdicts(band) && band.fakeAbove < 1 ? band.fakeAbove : null;
  const within = (ms: number) => Math.min(Math.max(xOf(ms), left), right);
  const spans = tracks.flatMap((track, index) => {
    const { id, startMs, endMs, faces, name: given = null } = track;
    if (endMs < range.fromMs || startMs > range.toMs) return [];
    const style = trackStyle(tracks.length > 1 ? index : 0);
    const [from, to] = [within(startMs), Math.max(within(startMs) + leastPx, within(endMs))];
    const y = area.top + (lanes[index]! + 0.5) * height;
    const isChosen = id === chosen;
    const name = tracks.length > 1 || given !== null ? personName({ id, name: given }) : '';
    const above =
      limit === null
        ? []
        : joined(
            stretchesAbove(faces, limit).map(([a, b]) => [within(a), within(b)]),
            leastPx,
          );
    const nameRoom = name.length * 6 + 24;
    return [
      element(
        'g',
        {
          'data-track': id,
          'data-chosen': String(isChosen),
          opacity: chosen === null || isChosen ? 1 : RECEDING * 1.6,
        },
        // The whole lane can be hit, not the line alone.
        element('rect', {
          x: from - 3,
          y: y - height / 2,
          width: to - from + 6,
          height,
          fill: isChosen ? color.line : color.ground,
          opacity: isChosen ? 1 : 0,
        }),
        line(from, y, to, y, {
          stroke: style.stroke,
          'stroke-width': isChosen ? 2.5 : 1.8,
          'stroke-dasharray': style.dash,
        }),
        ...bars(above, y - 3.5, 7, outcomeColor['likely-fake'], { 'data-above': id }),
        seriesMark(style, from + 1, y),
        ...(name && height >= leastNamed && to - from > nameRoom
          ? [
              element('rect', {
                x: from + 5,
                y: y - height / 2,
                width: nameRoom - 13,
                height,
                fill: isChosen ? color.line : color.ground,
              }),
              label(name, from + 12, y + 4, isChosen ? { fill: color.ink } : {}),
            ]
          : []),
      ),
    ];
  });
  return [
    ...spans,
    ...(count > 0
      ? [
          label(tracks.length > 1 ? 'tracks' : 'track', area.left - 6, area.top + (count * height) / 2 + 4, {
            'text-anchor': 'end',
          }),
        ]
      : []),
  ];
}

/** Stretches of a row, the shortest wide enough to be seen, as one element. */
function bars(
  stretches: readonly (readonly [from: number, to: number])[],
  y: number,
  height: number,
  fill: string,
  attributes = {},
): SvgNode[] {
  if (stretches.length === 0) return [];
  const d = stretches.map(
    ([from, to]) => `M${px(from - 0.75)} ${px(y)}H${px(to + 0.75)}v${height}H${px(from - 0.75)}z`,
  );
  return [element('path', { d: d.join(''), fill, ...attributes })];
}

function frameRows(
  { all, key, oddities, viewed }: FrameTimes,
  range: TimeRange,
  top: number,
  width: number,
): SvgNode[] {
  const { left, right, xOf } = timeScale(range, width);
  /** Positions of what is visible, what touches as one. */
  const seen = (stretches: Iterable<readonly [fromMs: number, toMs: number]>, gapPx: number) => {
    const places: [number, number][] = [];
    for (const [from, to] of stretches)
      if (to >= range.fromMs && from <= range.toMs)
        places.push([Math.max(left, xOf(from)), Math.min(right, xOf(to))]);
    return joined(places, gapPx);
  };
  const instants = (times: Float64Array, gapPx: number) =>
    seen(
      Array.from(times, (ms) => [ms, ms] as const),
      gapPx,
    );
  const name = (text: string, row: number) =>
    label(text, left - 6, top + (row + 0.5) * frameRow + 4, { 'text-anchor': 'end' });
  const single =
    all.length > 1 &&
    ((right - left) * (all.at(-1)! - all[0]!)) / (all.length - 1) / (range.toMs - range.fromMs) >=
      frameApartPx;
  return [
    name('viewed', 0),
    line(left, top + frameRow / 2, right, top + frameRow / 2, { stroke: color.line }),
    ...bars(seen(viewed, 1), top + 4, 4, color.inkSoft),
    name('frames', 1),
    ...(single ? bars(instants(all, 1), top + frameRow + 7, 4, color.lineStrong) : []),
    ...bars(instants(key, leastPx), top + frameRow + 2, 9, color.inkSoft),
    ...oddities.flatMap((oddity, at) => [
      name(oddity.name, 2 + at),
      ...bars(seen(oddity.stretches, leastPx), top + (2 + at) * frameRow + 2, 8, color.ink, {
        'data-oddity': oddity.name,
      }),
    ]),
  ];
}
