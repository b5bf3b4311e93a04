/** Peak memory of a whole analysis, in a process of its own, for a short and a long clip of the same kind. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { clip } from './material.ts';
import type { Figure } from './figure.ts';

export async function benchMemory(): Promise<Figure[]> {
  const minute = await peakBytes(await clip(60, 'one face'));
  const tenMinutes = await peakBytes(await clip(600, 'one face'));
  return [
    { name: 'peak memory, 1 minute of 1080p', value: minute / 1e6, unit: 'MB', target: 'under 1200' },
    { name: 'peak memory, 10 minutes of 1080p', value: tenMinutes / 1e6, unit: 'MB', target: 'under 1200' },
    { name: 'peak memory, 10 minutes over 1 minute', value: tenMinutes / minute, unit: 'times' },
  ];
}

async function peakBytes(path: string): Promise<number> {
  const child = fork(join(import.meta.dirname, 'memory-child.ts'), [path]);
  const [peak] = (await once(child, 'message')) as [number];
  return peak;
}
