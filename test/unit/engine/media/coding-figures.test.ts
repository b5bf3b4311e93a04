import { describe, expect, it } from 'vitest';
import { bitRates } from '../../../../src-main/shared/bit-rates.ts';
import { codingChart, codingTable } from '../../../../src-main/shared/charts/coding.ts';
import { codingFacts } from '../../../../src-main/shared/structure-wording.ts';
import { codingFigures, packetSizes } from '../../../../src-main/engine/media/coding-figures.ts';

/** Ten frames a second of 100 bytes each, those given as key frames of 300. */
function video(count: number, keys: readonly number[]) {
  const frames = Array.from({ length: count }, (_, frame) => frame);
  return {
    timesMs: Float64Array.from(frames, (frame) => frame * 100),
    keys: Uint8Array.from(frames, (frame) => (keys.includes(frame) ? 1 : 0)),
    positions: Float64Array.from(frames, (frame) => 1000 + frame * 500),
    packetBytes: Float64Array.from(frames, (frame) => (keys.includes(frame) ? 300 : 100)),
    endMs: count * 100,
  };
}

it('counts the frames from one key frame to the next', () => {
  const coded = video(30, [0, 10, 14, 24]);
  expect(codingFigures(coded, coded.packetBytes).keyInterval).toEqual({ median: 10, least: 4, most: 10 });
  expect(codingFigures(video(30, [0]), coded.packetBytes).keyInterval).toBeNull();
});

it('has the bit rate of the whole and of its whole seconds, without the last part of one', () => {
  const coded = video(25, [0, 10]);
  expect(codingFigures(coded, coded.packetBytes).bitRate).toEqual({
    mean: ((25 * 100 + 2 * 200) * 8) / 2.5,
    perSecond: { least: 1200 * 8, most: 1200 * 8 },
  });
});

it('has the mean size of a frame, whatever the frame rate is', () => {
  const coded = video(10, [0]);
  expect(codingFigures(coded, coded.packetBytes).frameBytes).toBe((300 + 9 * 100) / 10);
  coded.packetBytes[4] = NaN;
  expect(codingFigures(coded, coded.packetBytes)).not.toHaveProperty('frameBytes');
});

it('tells no bit rate where the size of one frame is not known, and no order where a place is not', () => {
  const coded = video(20, [0]);
  const sizes = packetSizes({
    positions: coded.positions,
    packets: [...coded.positions].slice(1).map((position) => ({ position, size: 100 })),
  });
  expect(codingFigures(coded, sizes).bitRate).toBeNull();
  coded.positions[3] = NaN;
  expect(codingFigures(coded, sizes).reordered).toBeNull();
});

it('sees B frames by the order in which frames are stored', () => {
  const coded = video(20, [0]);
  expect(codingFigures(coded, coded.packetBytes).reordered).toBe(false);
  [coded.positions[1], coded.positions[2]] = [coded.positions[2]!, coded.positions[1]!];
  expect(codingFigures(coded, coded.packetBytes).reordered).toBe(true);
  expect(codingFacts(codingFigures(coded, coded.packetBytes))[1]).toEqual([
    'B frames',
    'yes: frames are stored in another order than they are shown in',
  ]);
});

it('draws no more bars than fit, however long the video is, and has every frame in its table', () => {
  const long = video(100_000, [0, 50_000]);
  const bars = (node: { name: string; children: readonly unknown[] }): number =>
    (node.name === 'rect' ? 1 : 0) +
    node.children.reduce<number>(
      (sum, child) => sum + (typeof child === 'string' ? 0 : bars(child as typeof node)),
      0,
    );
  expect(bars(codingChart(long, { width: 400, height: 200 }))).toBeLessThan(900);
  expect(codingTable(long).rows).toHaveLength(100_000);
  expect(codingTable(long).rows[0]).toEqual([0, 0, 'yes', 300, 1200 * 8]);
});

describe('a length that no video has', () => {
  const of = (endMs: number) => bitRates(Float64Array.of(0, endMs - 40), Float64Array.of(1000, 1000), endMs);
  const week = 7 * 24 * 60 * 60 * 1000;

  it('is told without its seconds', () => {
    expect(of(week)!.perSecond).toHaveLength(604_800);
    for (const endMs of [week + 1000, 2 ** 33 * 1000, 1e13, Number.MAX_VALUE]) {
      expect(of(endMs)!.perSecond).toHaveLength(0);
    }
    const coded = { ...video(2, [0]), timesMs: Float64Array.of(0, 1e13), endMs: 1e13 };
    const figures = codingFigures(coded, coded.packetBytes);
    expect(figures.bitRate!.perSecond).toBeNull();
    expect(codingFacts(figures).at(-1)![1]).toMatch(/kbit\/s; not by second$/);
    expect(codingTable(coded).rows[1]!.at(-1)).toBeNull();
    expect(codingChart(coded, { width: 400, height: 200 }).name).toBe('svg');
  });

  it('that is none has no bit rate', () => {
    for (const endMs of [-1, 0, NaN, Infinity, -Infinity]) expect(of(endMs)).toBeNull();
    const early = bitRates(Float64Array.of(-5000, 0), Float64Array.of(1000, 1000), 1000);
    expect([...early!.perSecond]).toEqual([8000]);
  });

  it('is drawn by pixel column', () => {
    const chart = JSON.stringify(codingChart(video(30_000, [0]), { width: 400, height: 200 }));
    expect(chart.match(/H\d/g)!.length).toBeLessThan(900);
  });
});

it('names key frames in words', () => {
  const every = (keys: readonly number[]) =>
    codingFacts(codingFigures(video(4, keys), new Float64Array()))[0]![1];
  expect(every([0, 1, 2, 3])).toBe('every frame');
  expect(every([0, 2])).toBe('every 2 frames');
  expect(every([0, 1, 3])).toBe('every 2 frames (median; 1 to 2)');
});
