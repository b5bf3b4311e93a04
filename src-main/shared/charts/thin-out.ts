/** Level of detail: what is drawn depends on the width of the chart, never on the length of the video. */

/**
 * The lowest and the highest point of each bin, in their order, so that no peak is lost.
 * @param points in order of their place
 * @param bin length of a bin, in the unit of the place
 */
export function thinned<P>(
  points: readonly P[],
  bin: number,
  place: (point: P) => number,
  height: (point: P) => number,
): P[] {
  const kept: P[] = [];
  for (let start = 0; start < points.length;) {
    const index = Math.floor(place(points[start]!) / bin);
    let [low, high, end] = [start, start, start + 1];
    for (; end < points.length && Math.floor(place(points[end]!) / bin) === index; end += 1) {
      if (height(points[end]!) < height(points[low]!)) low = end;
      if (height(points[end]!) > height(points[high]!)) high = end;
    }
    kept.push(points[Math.min(low, high)]!);
    if (low !== high) kept.push(points[Math.max(low, high)]!);
    start = end;
  }
  return kept;
}

/**
 * Stretches that lie closer together than can be seen, as one.
 * @param stretches from and to in px, in order of their beginnings
 */
export function joined(
  stretches: Iterable<readonly [from: number, to: number]>,
  gapPx: number,
): [from: number, to: number][] {
  const runs: [number, number][] = [];
  for (const [from, to] of stretches) {
    const last = runs.at(-1);
    if (last && from - last[1] < gapPx) last[1] = Math.max(last[1], to);
    else runs.push([from, to]);
  }
  return runs;
}
