/**
 * Score over time, one line per track. The inconclusive band is shaded and the threshold dashed. Refused faces are
 * below the scale, because they have no score.
 */
import { scaleLinear } from 'd3-scale';
import { line as path } from 'd3-shape';
import type { DecisionBand, Face } from '../domain.ts';
import { clockText } from '../wording.ts';
import { axes } from './axes.ts';
import {
  chart,
  color,
  element,
  halo,
  label,
  line,
  outcomeColor,
  plotArea,
  sideOf,
  type ChartSize,
  type PlotArea,
  type SvgNode,
} from './svg.ts';
import { verdictMark } from './verdict-mark.ts';

interface TimelineTrack {
  id: number;
  faces: readonly Pick<Face, 'ptsMs' | 'score' | 'refused'>[];
}

export interface Timeline {
  tracks: readonly TimelineTrack[];
  band: DecisionBand;
  /** null if the container does not give it; then the axis ends at the last face. */
  durationMs: number | null;
}

const margin = { top: 10, right: 14, bottom: 64, left: 58 };
/** Height of the strip for refused faces, under the scale. */
const refusedStrip = 24;
const markSize = 7;

/** The position of a time, for the playhead over the chart and for clicks on the chart. */
export function timelineGeometry({ tracks, durationMs }: Omit<Timeline, 'band'>, size: ChartSize) {
  const area = plotArea(size, margin);
  const last = tracks.flatMap(({ faces }) => faces).reduce((latest, { ptsMs }) => Math.max(latest, ptsMs), 0);
  const endMs = Math.max(durationMs ?? 0, last) || 1;
  const x = scaleLinear([0, endMs], [area.left, area.right]);
  return { area, endMs, xOf: (ptsMs: number) => x(ptsMs), msAt: (at: number) => x.clamp(true).invert(at) };
}

export function timelineChart(timeline: Timeline, size: ChartSize): SvgNode {
  const { tracks, band } = timeline;
  const { area, endMs, xOf } = timelineGeometry(timeline, size);
  const y = scaleLinear([0, 1], [area.bottom, area.top]);
  const faces = tracks.flatMap((track) => track.faces);
  const scored = faces.filter(({ score }) => score !== null).length;
  return chart(
    size,
    'Score over time',
    `${scored} scored faces in ${tracks.length} tracks; ${faces.length - scored} faces not scored; threshold ${band.threshold.toFixed(2)}.`,
    [
      element('rect', {
        x: area.left,
        y: y(band.fakeAbove),
        width: area.right - area.left,
        height: y(band.realBelow) - y(band.fakeAbove),
        fill: outcomeColor.inconclusive,
        opacity: 0.13,
      }),
      ...axes(
        { ...area, bottom: area.bottom + refusedStrip },
        {
          name: 'Time',
          ticks: timeTicks(endMs, area).map((ms) => ({ at: xOf(ms), text: clock(ms, endMs) })),
        },
        {
          name: 'Score',
          ticks: [0, 0.25, 0.5, 0.75, 1].map((value) => ({ at: y(value), text: String(value) })),
        },
      ),
      line(area.left, y(band.threshold), area.right, y(band.threshold), {
        stroke: color.inkSoft,
        'stroke-dasharray': '5 3',
      }),
      label('refused', area.left - 6, area.bottom + refusedStrip * 0.6 + 4, { 'text-anchor': 'end' }),
      ...tracks.flatMap((track) => trackMarks(track, band, xOf, y, area, tracks.length > 1)),
    ],
  );
}

function trackMarks(
  { id, faces }: TimelineTrack,
  band: DecisionBand,
  xOf: (ptsMs: number) => number,
  y: (score: number) => number,
  area: PlotArea,
  named: boolean,
): SvgNode[] {
  const scored = faces.flatMap(({ ptsMs, score }) => (score === null ? [] : [{ x: xOf(ptsMs), score }]));
  const curve = path<(typeof scored)[number]>(
    (face) => face.x,
    (face) => y(face.score),
  ).digits(2);
  const last = scored.at(-1);
  const refused = faces.filter((face) => face.refused !== null);
  return [
    element('path', { d: curve(scored) ?? '', fill: 'none', stroke: color.lineStrong, 'stroke-width': 1.5 }),
    ...scored.map((face) => verdictMark(sideOf(face.score, band), face.x, y(face.score), markSize)),
    ...refused.map(({ ptsMs }) => cross(xOf(ptsMs), area.bottom + refusedStrip * 0.6)),
    ...(named && last ? [trackName(id, last.x, y(last.score), area)] : []),
  ];
}

const trackName = (id: number, x: number, y: number, area: PlotArea): SvgNode =>
  label(`Track ${id}`, Math.min(x, area.right), Math.max(area.top + 9, y - 8), {
    'text-anchor': 'end',
    ...halo,
  });

const cross = (x: number, y: number): SvgNode =>
  element('path', {
    d: `M${x - 2.5} ${y - 2.5}l5 5m0-5l-5 5`,
    stroke: outcomeColor['not-applicable'],
    'stroke-width': 1.2,
    fill: 'none',
  });

/** Steps that are easy to read on a clock, in ms. */
const timeSteps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200].map(
  (seconds) => seconds * 1000,
);

function timeTicks(endMs: number, { left, right }: PlotArea): number[] {
  const most = Math.max(1, (right - left) / 70);
  const step = timeSteps.find((each) => endMs / each <= most) ?? endMs;
  return Array.from({ length: Math.floor(endMs / step) + 1 }, (_, index) => index * step);
}

/** m:ss; h:mm:ss from one hour; tenths of seconds if the whole axis is shorter than 10 s. */
function clock(ms: number, endMs: number): string {
  if (endMs < 10_000) return `${(ms / 1000).toFixed(1)} s`;
  return clockText(Math.round(ms / 1000));
}
