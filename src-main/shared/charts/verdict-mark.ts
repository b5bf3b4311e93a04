/** A verdict as a shape, for readers and prints without colour. */
import type { Outcome } from '../domain.ts';
import { element, outcomeColor, px, type SvgNode } from './svg.ts';

/** Triangle, open diamond, disc, dash; about `size` px across, centred on (x, y). */
export function verdictMark(outcome: Outcome, x: number, y: number, size: number): SvgNode {
  const r = size / 2;
  const fill = outcomeColor[outcome];
  switch (outcome) {
    case 'likely-fake':
      return element('path', {
        d: `M${px(x)} ${px(y - r)}L${px(x + r)} ${px(y + r * 0.8)}H${px(x - r)}Z`,
        fill,
      });
    case 'inconclusive': {
      const inner = r * 0.8;
      const d = `M${px(x)} ${px(y - inner)}l${px(inner)} ${px(inner)}l${px(-inner)} ${px(inner)}l${px(-inner)} ${px(-inner)}Z`;
      return element('path', { d, fill: 'none', stroke: fill, 'stroke-width': Math.max(1, size / 7) });
    }
    case 'likely-real':
      return element('circle', { cx: x, cy: y, r: r * 0.85, fill });
    case 'not-applicable':
      return element('path', {
        d: `M${px(x - r * 0.75)} ${px(y)}h${px(r * 1.5)}`,
        stroke: fill,
        'stroke-width': Math.max(1, size / 6),
        'stroke-linecap': 'round',
      });
  }
}
