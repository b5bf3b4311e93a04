/** A chart as its own file, on white. Colours and fonts are fixed, for programs without CSS custom properties. */
import { escapeText, px, type ChartSize } from './svg.ts';

/** PNG files are drawn with Inter; the other fonts are as wide or narrower. */
const fontFamily = 'Inter, Arial, Liberation Sans, Helvetica, sans-serif';

export const standalone = (svg: string): string =>
  withGround(
    svg
      .replaceAll(/font-family="[^"]*"/g, `font-family="${fontFamily}"`)
      .replaceAll(/var\(--[\w-]+, ([^()]*)\)/g, '$1'),
  );

/** Several charts side by side in one file. */
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
