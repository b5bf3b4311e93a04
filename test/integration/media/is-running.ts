import { readFileSync } from 'node:fs';

/**
 * A process that has ended is still listed, as a zombie, until its parent asks for its exit code. What lost its parent
 * belongs to process 1, which in a container is often a program that never asks.
 */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  return !isZombie(pid);
}

/** Told by Linux alone. */
function isZombie(pid: number): boolean {
  try {
    const [state] = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1)!;
    return state === 'Z' || state === 'X';
  } catch {
    return false;
  }
}
