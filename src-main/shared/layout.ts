/** How large the parts of the review are, as the examiner has set them. */
import type { layoutRanges } from './ranges.ts';

export type LayoutPart = keyof typeof layoutRanges;

/** In CSS pixels; null for the usual size. */
export type Layout = Readonly<Record<LayoutPart, number | null>>;

export const usualLayout: Layout = { panelPx: null, chartPx: null, cropPx: null };
