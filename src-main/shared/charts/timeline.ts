/**
 * Score over time, one line per track, the chosen one on top. The inconclusive band is shaded and the threshold dashed;
 * a model that gives no verdicts has no band. Refused faces are below the scale, because they have no score.
 */
import { scaleLinear } from 'd3-scale';
import { line as path } from 'd3-shape';
import { givesVerdicts, type DecisionBand, type Face } from '../domain.ts';
import { axes } from './axes.ts';
import { seriesMark } from './series.ts';
import {
  chart,
  color,
  element,
  halo,
  label,
  line,
  outcomeColor,
  px,
  sideOf,
  type ChartSize,
  type PlotArea,
  type SvgNode,
} from './svg.ts';
import { thinned } from './thin-out.ts';
import { timeArea, timeScale, timeTicks, type TimeRange } from './time-axis.ts';
import { trackStyle, type TrackStyle } from './track-style.ts';
import { verdictMark } from './verdict-mark.ts';

interface TimelineTrack {
  id: number;
  /** In order of time. */
  faces: readonly Pick<Face, 'ptsMs' | 'score' | 'refused'>[];
}

export interface Timeline {
  tracks: readonly TimelineTrack[];
  band: DecisionBand;
  /** What of the video is shown. */
  range: TimeRange;
  /** Id of the track that stands out; null where all are alike. */
  chosen: number | null;
}

/** Height of the strip for refused faces, under the scale. */
const refusedStrip = 24;
const markSize = 7;
/** More than this, however many faces there are, nobody can tell apart. */
const mostMarks = 1200;
/** Finer than this, a line shows nothing more. */
const lineBinPx = 2;
/** How a track that is not the chosen one is drawn. */
export const RECEDING = 0.4;

/** From the first frame to the end. @param durationMs null if the container does not give it; then the last face ends it */
export function wholeRange(tracks: readonly TimelineTrack[], durationMs: number | null): TimeRange {
  const last = Math.max(0, ...tracks.map(({ faces }) => faces.at(-1)?.ptsMs ?? 0));
  return { fromMs: 0, toMs: Math.max(durationMs ?? 0, last) || 1 };
}

export const timelineArea = (size: ChartSize): PlotArea => timeArea(size, 10, 46);

export function timelineChart({ tracks, band, range, chosen }: Timeline, size: ChartSize): SvgNode {
  const area = timelineArea(size);
  const { xOf } = timeScale(range, size.width);
  const y = scaleLinear([0, 1], [area.bottom, area.top]);
  const count = tracks.reduce((sum, { faces }) => sum + faces.length, 0);
  const scored = tracks.reduce((sum, { faces }) => sum + faces.filter(isScored).length, 0);
  const binPx = Math.max(markSize, ((area.right - area.left) * 2 * tracks.length) / mostMarks);
  const msPerPx = (range.toMs - range.fromMs) / (area.right - area.left);
  const curves = tracks
    .map(({ id, faces }, index) => ({
      id,
      style: trackStyle(tracks.length > 1 ? index : 0),
      recedes: chosen !== null && id !== chosen,
      points: thinned(scoredIn(faces, range), lineBinPx * msPerPx, timeOf, scoreOf).map((face) => ({
        ...{ x: xOf(face.ptsMs), y: y(face.score), score: face.score },
      })),
    }))
    .sort((a, b) => Number(b.recedes) - Number(a.recedes));
  // Where no score is decided, the shape is free to tell the tracks apart.
  const isVerdict = givesVerdicts(band) || tracks.length === 1;
  const mark = ({ x, y, score }: CurvePoint, style: TrackStyle) =>
    isVerdict ? verdictMark(sideOf(score, band), x, y, markSize) : seriesMark(style, x, y);
  const { fromMs, toMs } = range;
  const refused = tracks
    .flatMap(({ faces }) => faces.filter((face) => face.refused !== null))
    .flatMap(({ ptsMs }) => (ptsMs >= fromMs && ptsMs <= toMs ? [xOf(ptsMs)] : []))
    .sort((a, b) => a - b);
  return chart(
    size,
    'Score over time',
    `${scored} scored faces in ${tracks.length} tracks; ${count - scored} faces not scored; threshold ${band.threshold.toFixed(2)}.`,
    [
      ...(givesVerdicts(band) ? [shadedBand(band, area, y)] : []),
      ...axes(
        { ...area, bottom: area.bottom + refusedStrip },
        { ticks: timeTicks(range, size.width) },
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
      clipped(
        { ...area, bottom: area.bottom + refusedStrip },
        ...curves.map(({ style, recedes, points }) =>
          element(
            'g',
            recedes ? { opacity: RECEDING } : {},
            curve(points, style),
            ...thinned(points, binPx, ({ x }) => x, scoreOf).map((face) => mark(face, style)),
          ),
        ),
        ...thinned(
          refused,
          markSize,
          (x) => x,
          () => 0,
        ).map((x) => cross(x, area.bottom + refusedStrip * 0.6)),
      ),
      ...(tracks.length > 1 ? names(curves, area) : []),
    ],
  );
}

type ScoredFace = TimelineTrack['faces'][number] & { score: number };

const isScored = (face: TimelineTrack['faces'][number]): face is ScoredFace => face.score !== null;

/** The scored faces of the range, with one before and one after it to which the line leads. */
function scoredIn(faces: TimelineTrack['faces'], { fromMs, toMs }: TimeRange): ScoredFace[] {
  const scored = faces.filter(isScored);
  const first = scored.findIndex(({ ptsMs }) => ptsMs >= fromMs);
  const last = scored.findLastIndex(({ ptsMs }) => ptsMs <= toMs);
  return first < 0 || last < 0 ? [] : scored.slice(Math.max(0, first - 1), last + 2);
}

const timeOf = ({ ptsMs }: ScoredFace): number => ptsMs;
const scoreOf = ({ score }: { score: number }): number => score;

const shadedBand = ({ realBelow, fakeAbove }: DecisionBand, area: PlotArea, y: (score: number) => number) =>
  element('rect', {
    x: area.left,
    y: y(fakeAbove),
    width: area.right - area.left,
    height: y(realBelow) - y(fakeAbove),
    fill: outcomeColor.inconclusive,
    opacity: 0.13,
  });

/** What is outside the area, but for half a mark, is not drawn: an inner SVG cuts it. */
function clipped({ left, right, top, bottom }: PlotArea, ...content: SvgNode[]): SvgNode {
  const [x, y, width, height] = [left - markSize, top - markSize, right - left, bottom - top];
  const size = { width: width + 2 * markSize, height: height + 2 * markSize };
  const viewBox = [x, y, size.width, size.height].map(px).join(' ');
  return element('svg', { x, y, ...size, viewBox }, ...content);
}

function curve(points: readonly CurvePoint[], { stroke, dash }: TrackStyle): SvgNode {
  const d = path<CurvePoint>(
    (point) => point.x,
    (point) => point.y,
  ).digits(2)(points);
  return element('path', { d: d ?? '', fill: 'none', stroke, 'stroke-width': 1.5, 'stroke-dasharray': dash });
}

const nameSize = { width: 64, height: 12 };

interface CurvePoint {
  x: number;
  y: number;
  score: number;
}

interface Curve {
  id: number;
  style: TrackStyle;
  recedes: boolean;
  points: readonly CurvePoint[];
}

/** A name at the end of each line, the chosen first; where there is no room for one, it is left out. */
function names(curves: readonly Curve[], area: PlotArea): SvgNode[] {
  const taken: { x: number; y: number }[] = [];
  return curves.toReversed().flatMap(({ id, style, recedes, points }) => {
    const end = points.findLast(({ x }) => x >= area.left && x <= area.right);
    if (!end) return [];
    const x = Math.max(end.x, area.left + nameSize.width);
    const free = [-8, 16, -22, 30]
      .map((shift) => ({ x, y: end.y + shift }))
      .find(
        (at) =>
          at.y >= area.top + nameSize.height - 3 &&
          at.y <= area.bottom &&
          !taken.some(
            (other) =>
              Math.abs(other.x - at.x) < nameSize.width && Math.abs(other.y - at.y) < nameSize.height,
          ),
      );
    if (!free) return [];
    taken.push(free);
    return [
      element(
        'g',
        recedes ? { opacity: RECEDING * 1.6 } : {},
        // Close to its name: apart from it, it looks like the mark of a face.
        seriesMark(style, free.x - nameSize.width + 6, free.y - 4),
        label(`Track ${id}`, free.x - nameSize.width + 13, free.y, { 'text-anchor': 'start', ...halo }),
      ),
    ];
  });
}

const cross = (x: number, y: number): SvgNode =>
  element('path', {
    d: `M${px(x - 2.5)} ${px(y - 2.5)}l5 5m0-5l-5 5`,
    stroke: outcomeColor['not-applicable'],
    'stroke-width': 1.2,
    fill: 'none',
  });
