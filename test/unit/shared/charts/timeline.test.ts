import { describe, expect, it } from 'vitest';
import { seriesMark } from '../../../../src-main/shared/charts/series.ts';
import type { SvgNode } from '../../../../src-main/shared/charts/svg.ts';
import { joined, thinned } from '../../../../src-main/shared/charts/thin-out.ts';
import { timeScale, timeTicks } from '../../../../src-main/shared/charts/time-axis.ts';
import {
  lanesOf,
  rowsHeight,
  stretchesAbove,
  timelineRows,
  type TimelineRows,
} from '../../../../src-main/shared/charts/timeline-rows.ts';
import { timelineArea, timelineChart, wholeRange } from '../../../../src-main/shared/charts/timeline.ts';
import { trackStyle } from '../../../../src-main/shared/charts/track-style.ts';
import { writeSvg } from '../../../../src-main/shared/charts/write-svg.ts';

const size = { width: 900, height: 180 };
const band = { threshold: 0.5, realBelow: 0.35, fakeAbove: 0.65 };
/** Of a model that gives no verdicts. */
const silent = { threshold: 0.5, realBelow: 0, fakeAbove: 1 };
const scored = (ptsMs: number, score: number) => ({ ptsMs, score, refused: null });
const refused = (ptsMs: number) => ({ ptsMs, score: null, refused: 'too-small' as const });
const one = { id: 1, faces: [scored(0, 0.9), refused(500), scored(1000, 0.2)] };
const second = { fromMs: 0, toMs: 1000 };

const instants = (times: Float64Array) => Array.from(times, (ms) => [ms, ms] as const);

const isFinite = (svg: string) => !/NaN|Infinity|undefined/.test(svg);
const all = (node: SvgNode): SvgNode[] => [
  node,
  ...node.children.flatMap((child) => (typeof child === 'string' ? [] : all(child))),
];

/** Texts with the room that they take at their font size. */
const labels = (node: SvgNode) =>
  all(node)
    .filter(({ name }) => name === 'text')
    .map(({ attributes, children }) => {
      const text = String(children[0]);
      const [width, x] = [text.length * 5.5, Number(attributes['x'])];
      const left = { end: x - width, middle: x - width / 2, start: x }[attributes['text-anchor'] ?? 'start']!;
      return {
        text,
        left,
        right: left + width,
        top: Number(attributes['y']) - 9,
        bottom: Number(attributes['y']),
      };
    });

function collisions(node: SvgNode): string[] {
  const texts = labels(node).filter(({ text }) => text.startsWith('Track'));
  return texts.flatMap((a, index) =>
    texts
      .slice(index + 1)
      .filter((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
      .map((b) => `${a.text} and ${b.text}`),
  );
}

/** People who are all seen all the time, a face of each every second. */
const crowd = (people: number, seconds: number) =>
  Array.from({ length: people }, (_, id) => ({
    id,
    startMs: 0,
    endMs: seconds * 1000,
    faces: Array.from({ length: seconds }, (_, at) =>
      at % 50 === id ? refused(at * 1000) : scored(at * 1000, 0.5 + 0.4 * Math.sin(at / 7 + id)),
    ),
  }));

const rows = (change: Partial<TimelineRows>): TimelineRows => ({
  ...{ range: second, tracks: [], chosen: null, band, frames: null, ruled: false },
  ...change,
});

describe('time axis', () => {
  it('puts a time and its place on each other, also of a part of the video', () => {
    const { xOf, msAt } = timeScale({ fromMs: 1000, toMs: 2000 }, 900);
    expect(msAt(xOf(1234))).toBeCloseTo(1234, 6);
    expect(msAt(-100)).toBe(1000);
  });

  it('names its ticks as finely as the range needs', () => {
    const texts = (fromMs: number, toMs: number) => timeTicks({ fromMs, toMs }, 400).map(({ text }) => text);
    expect(texts(0, 7_200_000)).toEqual(['0:00', '30:00', '1:00:00', '1:30:00', '2:00:00']);
    expect(texts(61_000, 61_200)).toEqual(['1:01.00', '1:01.05', '1:01.10', '1:01.15', '1:01.20']);
    expect(texts(0, 40)).toEqual(['0.00 s', '0.01 s', '0.02 s', '0.03 s', '0.04 s']);
  });

  it('ends with the last face when the container claims to be shorter', () => {
    expect(wholeRange([one], 2000).toMs).toBe(2000);
    expect(wholeRange([one], 10).toMs).toBe(1000);
    expect(wholeRange([], null).toMs).toBe(1);
  });
});

describe('score over time', () => {
  const draw = (tracks: (typeof one)[], change = {}) =>
    timelineChart({ tracks, band, range: second, chosen: null, ...change }, size);

  it('shows a refused face apart from the scores, never as a low one', () => {
    const svg = writeSvg(draw([{ id: 1, faces: [refused(500)] as never }]));
    const [, y] = /d="M[\d.]+ ([\d.]+)l5 5m0-5l-5 5"/.exec(svg) ?? [];
    expect(Number(y)).toBeGreaterThan(timelineArea(size).bottom);
    expect(svg).toContain('1 faces not scored');
  });

  it('shades no band for a model that gives no verdicts', () => {
    const shaded = (svg: SvgNode) => all(svg).filter(({ name }) => name === 'rect').length;
    expect(shaded(draw([one]))).toBe(1);
    expect(shaded(draw([one], { band: silent }))).toBe(0);
  });

  it('draws the chosen track last, and the others fainter', () => {
    const groups = all(draw([one, { ...one, id: 2 }, { ...one, id: 3 }], { chosen: 1 }))
      .filter(({ name, children }) => name === 'g' && all(children[0] as SvgNode)[0]!.name === 'path')
      .filter(({ children }) => (children[0] as SvgNode).attributes['stroke-dasharray'] !== undefined);
    expect(groups.map(({ attributes }) => attributes['opacity'] ?? '1')).toEqual(['0.4', '0.4', '1']);
    expect((groups.at(-1)!.children[0] as SvgNode).attributes['stroke']).toBe(trackStyle(0).stroke);
  });

  it('never lets names of tracks collide', () => {
    expect(collisions(draw(crowd(20, 2) as never, { chosen: 7 }))).toEqual([]);
    expect(labels(draw(crowd(20, 2) as never, { chosen: 7 })).map(({ text }) => text)).toContain('Track 7');
  });

  it('leads a line on to what is outside the range, also where all faces in it are refused', () => {
    const faces = [scored(0, 0.9), refused(300), refused(500), refused(700), scored(1000, 0.2)] as never;
    const svg = writeSvg(draw([{ id: 1, faces }], { range: { fromMs: 400, toMs: 600 } }));
    expect(svg).toMatch(/<path d="M-[\d.]+,[\d.]+L[\d.]+,/);
  });

  it.each([
    ['no track', [], null],
    ['one instant', [{ id: 1, faces: [scored(0, 1)] }], 0],
    ['days', [one], 3e8],
  ])('can be drawn of %s', (_what, tracks, durationMs) => {
    const timeline = { tracks, band, range: wholeRange(tracks, durationMs), chosen: null };
    expect(isFinite(writeSvg(timelineChart(timeline, size)))).toBe(true);
    expect(isFinite(writeSvg(timelineChart(timeline, { width: 10, height: 10 })))).toBe(true);
  });
});

describe('level of detail', () => {
  it('keeps the highest and the lowest point of what falls on one place', () => {
    const points = [0.2, 0.9, 0.5, 0.1, 0.4].map((y, x) => ({ x: x / 10, y }));
    expect(
      thinned(
        points,
        2,
        ({ x }) => x,
        ({ y }) => y,
      ).map(({ y }) => y),
    ).toEqual([0.9, 0.1]);
    expect(
      thinned(
        points,
        0.05,
        ({ x }) => x,
        ({ y }) => y,
      ),
    ).toEqual(points);
  });

  it('draws what touches as one', () => {
    const stretches = [
      [0, 1],
      [2, 3],
      [9, 9],
    ] as const;
    expect(joined(stretches, 2)).toEqual([
      [0, 3],
      [9, 9],
    ]);
  });

  it('draws two hours with 20 people by as many elements as ten minutes', () => {
    const drawn = (seconds: number, zoom = 1) => {
      const tracks = crowd(20, seconds);
      const times = Float64Array.from({ length: seconds * 25 }, (_, at) => at * 40);
      const frames = {
        all: times,
        key: times,
        oddities: [{ name: 'irregular', stretches: instants(times.filter((_ms, at) => at % 3 === 0)) }],
        viewed: Array.from(times, (ms) => [ms, ms + 20] as const),
      };
      const range = { fromMs: 0, toMs: (seconds * 1000) / zoom };
      const charts = [
        timelineChart({ tracks, band, range, chosen: 3 }, size),
        timelineRows(rows({ range, tracks, frames }), size.width),
      ];
      const nodes = charts.flatMap(all);
      const pathLength = nodes.reduce((sum, { attributes }) => sum + (attributes['d']?.length ?? 0), 0);
      return { nodes: nodes.length, pathLength };
    };
    const long = drawn(7200);
    expect(long.nodes).toBeLessThan(3500);
    expect(long.pathLength).toBeLessThan(400_000);
    expect(drawn(600).nodes).toBeGreaterThan(long.nodes * 0.5);
    expect(drawn(7200, 50).nodes).toBeLessThan(3500);
  });
});

describe('rows of the timeline', () => {
  it('puts tracks that are seen at the same time into lanes of their own', () => {
    const span = (startMs: number, endMs: number) => ({ startMs, endMs });
    expect(lanesOf([span(0, 10), span(5, 20), span(11, 30), span(21, 40)])).toEqual({
      lanes: [0, 1, 0, 1],
      count: 2,
    });
  });

  it('gives no two of 36 tracks the same colour and shape, and no two of six the same line', () => {
    const styles = Array.from({ length: 36 }, (_, index) => trackStyle(index));
    const shapes = styles.map((style) => writeSvg(seriesMark(style, 0, 0)));
    expect(new Set(styles.slice(0, 6).map(({ dash }) => dash)).size).toBe(6);
    expect(new Set(shapes).size).toBe(36);
  });

  it('marks where scores reach the limit, over faces that are not scored', () => {
    const faces = [scored(0, 0.7), refused(100), scored(200, 0.8), scored(300, 0.2), scored(400, 0.65)];
    expect(stretchesAbove(faces, 0.65)).toEqual([
      [0, 200],
      [400, 400],
    ]);
  });

  it('marks none for a model that gives no verdicts', () => {
    const tracks = [{ id: 1, startMs: 0, endMs: 1000, faces: [scored(0, 0.9), scored(900, 0.9)] }];
    const marked = (change: Partial<TimelineRows>) =>
      all(timelineRows(rows({ tracks, ...change }), 900)).filter(
        ({ attributes }) => 'data-above' in attributes,
      );
    expect(marked({})).toHaveLength(1);
    expect(marked({ band: silent })).toHaveLength(0);
    expect(marked({ band: null })).toHaveLength(0);
  });

  it('gives each oddity that occurs a row with its name, and bars as long as it lasts', () => {
    const times = Float64Array.from({ length: 1000 }, (_, at) => at * 40);
    const frames = {
      ...{ all: times, key: times.slice(0, 1), viewed: [] },
      oddities: [
        { name: 'cuts', stretches: instants(times.slice(250, 251)) },
        { name: 'frozen', stretches: [[10_000, 20_000]] as const },
      ],
    };
    const drawn = rows({ range: { fromMs: 0, toMs: 40_000 }, frames });
    const names = labels(timelineRows(drawn, 900)).map(({ text }) => text);
    expect(names).toEqual(expect.arrayContaining(['viewed', 'frames', 'cuts', 'frozen']));
    expect(names).not.toContain('irregular');
    const [cuts, frozen] = all(timelineRows(drawn, 900))
      .filter(({ attributes }) => 'data-oddity' in attributes)
      .map(({ attributes }) => attributes['d']!);
    const widthOf = (d: string) => Number(/H([\d.]+)/.exec(d)![1]) - Number(/M([\d.]+)/.exec(d)![1]);
    expect(widthOf(frozen!)).toBeGreaterThan(50 * widthOf(cuts!));
  });

  it('shows irregular intervals at any zoom, and single frames from close by', () => {
    const times = Float64Array.from({ length: 1000 }, (_, at) => at * 40);
    const frames = {
      all: times,
      key: times.filter((_, at) => at % 250 === 0),
      oddities: [{ name: 'irregular', stretches: instants(times.slice(500, 501)) }],
      viewed: [],
    };
    const bars = (range: TimelineRows['range']) =>
      all(timelineRows(rows({ range, frames }), 900)).flatMap(
        ({ attributes }) => attributes['d']?.match(/M/g) ?? [],
      ).length;
    expect(bars({ fromMs: 0, toMs: 40_000 })).toBe(4 + 1);
    expect(bars({ fromMs: 19_800, toMs: 20_120 })).toBe(9 + 1 + 1);
  });

  it('never lets names collide, and fits what it says of its height', () => {
    for (const people of [1, 3, 20]) {
      const drawn = rows({ tracks: crowd(people, 1), frames: null, ruled: true });
      const node = timelineRows(drawn, 900);
      expect(collisions(node)).toEqual([]);
      expect(Math.max(...labels(node).map(({ bottom }) => bottom))).toBeLessThanOrEqual(rowsHeight(drawn));
      expect(isFinite(writeSvg(node))).toBe(true);
    }
  });
});
