/** A chart function whose picture is text, as in a report. */
import type { SvgNode } from '../../src-main/shared/charts/svg.ts';
import { writeSvg } from '../../src-main/shared/charts/write-svg.ts';

export const svgOf =
  <Given extends unknown[]>(draw: (...given: Given) => SvgNode) =>
  (...given: Given): string =>
    writeSvg(draw(...given));
