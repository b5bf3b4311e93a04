/** How large the parts of the review are in a window of this size: the picture is never the smallest of them. */
import type { Layout, LayoutPart } from '../../src-main/shared/layout.ts';
import { layoutRanges } from '../../src-main/shared/ranges.ts';
import type { Size } from './frame-placement.ts';

interface PartSize {
  px: number;
  least: number;
  most: number;
}

/** Of the window: half its width, and below 42 % of its height, which the picture keeps. */
const mostShare = { panelPx: 0.5, chartPx: 0.4, cropPx: 0.25 };

const usualPx = ({ width, height }: Size): Record<LayoutPart, number> => ({
  panelPx: Math.min(Math.max(300, width / 4), 440),
  chartPx: height < 860 ? 124 : 158,
  cropPx: 72,
});

export function sizesIn(layout: Layout, window: Size): Record<LayoutPart, PartSize> {
  const usual = usualPx(window);
  const sizeOf = (part: LayoutPart, roomPx: number): PartSize => {
    const least = layoutRanges[part].min;
    const most = Math.max(least, Math.floor(roomPx * mostShare[part]));
    return { least, most, px: Math.round(Math.min(Math.max(least, layout[part] ?? usual[part]), most)) };
  };
  return {
    panelPx: sizeOf('panelPx', window.width),
    chartPx: sizeOf('chartPx', window.height),
    cropPx: sizeOf('cropPx', window.height),
  };
}
