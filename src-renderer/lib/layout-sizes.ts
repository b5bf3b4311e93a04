/** How large the parts of the review are in a window of this size: the picture is never the smallest of them. */
import type { Layout, LayoutPart } from '../../src-main/shared/layout.ts';
import { layoutRanges } from '../../src-main/shared/ranges.ts';
import type { Size } from './frame-placement.ts';

interface PartSize {
  px: number;
  least: number;
  most: number;
}

/** Of the window's height; see FrameStage. */
const pictureShare = 0.42;

/** Of the window: half its width, and less of its height than the picture keeps. */
const mostShare = { panelPx: 0.5, chartPx: 0.4, cropPx: 0.25 };

/** The height of all else in the review of two people: bars, header, facts, transport, lanes, scrollbars; and with a filmstrip. */
const elsePx = { withoutStrip: 350, withStrip: 394 };

/** Chart and faces share what picture and bars leave, so that the faces are in sight without scrolling. */
function usualPx({ width, height }: Size, filmstrip: boolean): Record<LayoutPart, number> {
  const roomPx = height * (1 - pictureShare) - (filmstrip ? elsePx.withStrip : elsePx.withoutStrip);
  const cropPx = between(48, roomPx * 0.38, 72);
  return {
    panelPx: between(300, width / 4, 440),
    chartPx: between(88, roomPx - cropPx, 158),
    cropPx,
  };
}

/** @param filmstrip whether it is shown */
export function sizesIn(layout: Layout, window: Size, filmstrip: boolean): Record<LayoutPart, PartSize> {
  const usual = usualPx(window, filmstrip);
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

const between = (least: number, px: number, most: number) => Math.min(Math.max(least, px), most);
