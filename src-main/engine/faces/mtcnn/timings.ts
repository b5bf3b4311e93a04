/** The time of each stage of the cascade, for the benchmark. */

export type MtcnnStage =
  | 'summed-area'
  | 'pyramid'
  | 'proposal-net'
  | 'proposal-boxes'
  | 'refinement-crops'
  | 'refinement-net'
  | 'output-crops'
  | 'output-net';

/** Milliseconds per stage, summed over all calls. */
export type Timings = Partial<Record<MtcnnStage, number>>;

export async function timed<T>(
  timings: Timings | undefined,
  stage: MtcnnStage,
  work: () => T | Promise<T>,
): Promise<T> {
  const start = performance.now();
  const result = await work();
  if (timings) timings[stage] = (timings[stage] ?? 0) + performance.now() - start;
  return result;
}
