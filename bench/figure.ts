export interface Figure {
  name: string;
  value: number;
  unit: string;
  /** What the project has set itself, in words; none for a figure that only explains another. */
  target?: string;
}

/** Median wall time of `runs` calls after one that is not counted, in ms. */
export async function medianMs(runs: number, work: () => Promise<unknown>): Promise<number> {
  await work();
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) times.push(await timeMs(work));
  return median(times);
}

/** Medians of two kinds of work in turn, A B A B, so that a drifting machine slows both alike. */
export async function pairedMs(runs: number, a: () => Promise<unknown>, b: () => Promise<unknown>) {
  await a();
  await b();
  const times: { a: number; b: number }[] = [];
  for (let run = 0; run < runs; run += 1) times.push({ a: await timeMs(a), b: await timeMs(b) });
  return {
    a: median(times.map((time) => time.a)),
    b: median(times.map((time) => time.b)),
    ratio: median(times.map((time) => time.a / time.b)),
  };
}

export async function timeMs(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function median(values: number[]): number {
  const sorted = [...values].sort((x, y) => x - y);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
