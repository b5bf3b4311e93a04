/** Text as a QR code (ISO/IEC 18004): dark modules on white, also where the page around it is dark. */
import qrcode from 'qrcode-generator';
import { element, svgRoot, type SvgNode } from '../../shared/charts/svg.ts';

/** Modules of white on each side, which readers need to find the code (ISO/IEC 18004, section 6.3.8). */
const QUIET = 4;

/** CSS pixels: whole ones stay sharp, and on paper the code is 4 cm wide. */
const MODULE = 3;

/** @param text ASCII. Up to 15 % of the code can be unreadable (level M) */
export function qrCode(text: string): SvgNode {
  // As small as holds the text.
  const code = qrcode(0, 'M');
  code.addData(text, 'Byte');
  code.make();
  const places = Array.from({ length: code.getModuleCount() }, (_, place) => place);
  const edge = (place: number) => (place + QUIET) * MODULE;
  const dark = places.flatMap((row) =>
    places
      .filter((column) => code.isDark(row, column))
      .map((column) => `M${edge(column)} ${edge(row)}h${MODULE}v${MODULE}h-${MODULE}z`),
  );
  const side = (places.length + 2 * QUIET) * MODULE;
  return svgRoot({ width: side, height: side }, `QR code of ${text}`, { 'shape-rendering': 'crispEdges' }, [
    element('rect', { width: side, height: side, fill: '#fff' }),
    element('path', { d: dark.join(''), fill: '#000' }),
  ]);
}
