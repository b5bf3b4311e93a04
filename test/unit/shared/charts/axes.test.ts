import { describe, expect, it } from 'vitest';
import { axes, tickTexts } from '../../../../src-main/shared/charts/axes.ts';
import { plotArea, type SvgNode } from '../../../../src-main/shared/charts/svg.ts';
import { timeMargin, timeTicks } from '../../../../src-main/shared/charts/time-axis.ts';

const area = plotArea({ width: 400, height: 200 }, { top: 10, right: 12, bottom: 30, left: 40 });
const texts = (nodes: readonly SvgNode[]) =>
  nodes.filter(({ name }) => name === 'text').map(({ children }) => children[0]);

describe('the texts of an axis', () => {
  it.each([640, 900, 1310])('have their last one within a chart of %i px that shows an hour', (width) => {
    const whole = { fromMs: 0, toMs: 3_600_000 };
    const ticks = timeTicks(whole, width);
    const drawn = tickTexts(ticks, 0, plotArea({ width, height: 1 }, { ...timeMargin, top: 0, bottom: 0 }));
    const last = drawn.at(-1)!;
    expect(last.children[0]).toBe('1:00:00');
    // Seven digits and colons of 11 px are at most 46 px wide.
    expect(Number(last.attributes['x']) + 23).toBeLessThanOrEqual(width);
    expect(drawn).toHaveLength(ticks.length);
  });

  it('are left out where they would cover the one before, in both directions', () => {
    const near = [0, 10, 20, 60].map((at) => ({ at: 100 + at, text: '0.125' }));
    const drawn = axes(
      area,
      { ticks: near },
      { ticks: [150, 145, 130, 60].map((at) => ({ at, text: `${at}` })) },
    );
    expect(texts(drawn)).toEqual(['0.125', '0.125', '150', '130', '60']);
    // Their lines stay.
    expect(drawn.filter(({ name }) => name === 'line')).toHaveLength(10);
  });
});
