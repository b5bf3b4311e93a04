/** Level of detail: what is drawn depends on the width of the chart, never on the length of the video. */

interface Point {
  x: number;
  y: number;
}

/**
 * The lowest and the highest point of each bin, in their order, so that no peak is lost.
 * @param points in order of x
 * @param binPx width of a bin
 */
export function thinned<P extends Point>(points: readonly P[], binPx: number): P[] {
  const kept: P[] = [];
  for (let start = 0; start < points.length;) {
    const bin = Math.floor(points[start]!.x / binPx);
    let [low, high, end] = [start, start, start];
    for (; end < points.length && Math.floor(points[end]!.x / binPx) === bin; end += 1) {
      if (points[end]!.y < points[low]!.y) low = end;
      if (points[end]!.y > points[high]!.y) high = end;
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
