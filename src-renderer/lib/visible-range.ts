/** Which cells of a long list of equal cells must exist for a given scroll position. */
interface Scroll {
  /** How far the list is scrolled, in px. */
  offset: number;
  /** Size of the visible part, in px. */
  extent: number;
}

interface CellRange {
  start: number;
  /** One past the last cell. */
  end: number;
}

/**
 * A list that has just become shorter still reports its old offset: its end is shown then, as the page will
 * scroll to it.
 * @param overscan cells kept on either side, so that a quick scroll shows no gap
 */
export function visibleRange(count: number, cellPx: number, scroll: Scroll, overscan = 6): CellRange {
  const offset = Math.min(scroll.offset, Math.max(0, count * cellPx - scroll.extent));
  const first = Math.floor(offset / cellPx) - overscan;
  const last = Math.ceil((offset + scroll.extent) / cellPx) + overscan;
  const start = Math.min(Math.max(0, first), count);
  return { start, end: Math.min(count, Math.max(start, last)) };
}

/** The nearest offset at which cell `index` is wholly visible. */
export function offsetToShow(index: number, cellPx: number, scroll: Scroll): number {
  const near = index * cellPx;
  const far = near + cellPx - scroll.extent;
  if (scroll.offset > near) return near;
  return scroll.offset < far ? far : scroll.offset;
}
