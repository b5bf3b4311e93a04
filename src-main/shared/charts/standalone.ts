/** A chart as a file of its own: colours and fonts spelled out, on white, for programs that know no custom properties. */
import { escapeText, px, type ChartSize } from './svg.ts';

/** Inter is what the PNG files are drawn with; the others are as wide or narrower. */
const fontFamily = 'Inter, Arial, Liberation Sans, Helvetica, sans-serif';

export const standalone = (svg: string): string =>
  withGround(
    svg
      .replaceAll(/font-family="[^"]*"/g, `font-family="${fontFamily}"`)
      .replaceAll(/var\(--[\w-]+, ([^()]*)\)/g, '$1'),
  );

/** Charts next to each other in one file. */
export function sideBySide(charts: readonly string[], { width, height }: ChartSize, title: string): string {
  const placed = charts.map((svg, index) => svg.replace('<svg', `<svg x="${px(index * width)}"`));
  const whole = px(width * charts.length);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${whole}" height="${px(height)}" ` +
    `viewBox="0 0 ${whole} ${px(height)}" role="img" aria-label="${escapeText(title)}">${placed.join('')}</svg>`
  );
}

const withGround = (svg: string): string =>
  svg.replace(/^<svg[^>]*>/, (head) => `${head}<rect width="100%" height="100%" fill="#ffffff"/>`);
