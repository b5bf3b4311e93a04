import { describe, expect, it } from 'vitest';
import { usualLayout, type Layout } from '../../../../src-main/shared/layout.ts';
import { sizesIn } from '../../../../src-renderer/lib/layout-sizes.ts';

const px = (layout: Layout, width: number, height: number, filmstrip = false) => {
  const { panelPx, chartPx, cropPx } = sizesIn(layout, { width, height }, filmstrip);
  return [panelPx.px, chartPx.px, cropPx.px];
};

describe('the sizes of the parts', () => {
  it('are the usual ones of a window until the examiner changes them', () => {
    expect(px(usualLayout, 1440, 900)).toEqual([360, 107, 65]);
    expect(px(usualLayout, 960, 700)).toEqual([300, 88, 48]);
    expect(px(usualLayout, 1680, 1000, true)).toEqual([420, 115, 71]);
    expect(px(usualLayout, 2560, 1440)).toEqual([440, 158, 72]);
    expect(px({ panelPx: 500, chartPx: 240, cropPx: 120 }, 1440, 900)).toEqual([500, 240, 120]);
  });

  it('leave the picture the largest part of a small window, and come back in a large one', () => {
    const large: Layout = { panelPx: 900, chartPx: 500, cropPx: 240 };
    const [width, height] = [960, 640];
    const [panel, chart, crop] = px(large, width, height) as [number, number, number];
    expect(width - panel).toBeGreaterThanOrEqual(panel);
    // The stage keeps 42 % of the window's height.
    expect(Math.max(chart, crop)).toBeLessThan(0.42 * height);
    expect(px(large, 2560, 1440)).toEqual([900, 500, 240]);
  });

  it('have limits that a control can name, also where there is no room', () => {
    for (const { px, least, most } of Object.values(sizesIn(usualLayout, { width: 0, height: 0 }, true)))
      expect([least <= px, px <= most]).toEqual([true, true]);
  });
});
