/**
 * Runs what a stranger could hand over, changed at random, through the reader that it is meant for. What must come out is
 * a right result or an error with a code; no reader may hang, take more memory than stated, or leave anything behind.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { inOwnProcess } from '../../../src-main/engine/support/own-process.ts';
import { createRandom, type Random } from '../../../src-main/engine/support/random.ts';
import { EngineError } from '../../../src-main/shared/errors.ts';
import type { Outcome, ReadRequest } from './read.ts';

const script = join(import.meta.dirname, 'read.ts');

/** `npm run fuzz` sets them. */
export const fuzzSeed = Number(process.env['FUZZ_SEED'] ?? 1);
const wantedCount = process.env['FUZZ_COUNT'];

/** No file may keep its reader for longer. */
const LIMIT_MS = 60_000;

/** Files that one process reads one after the other, in the same time all together. */
const BATCH = 10;

/** @param standard in the test suite */
export const countOr = (standard: number): number =>
  wantedCount === undefined ? standard : Number(wantedCount);

interface Fuzz {
  reader: ReadRequest['reader'];
  /** In the test suite; `npm run fuzz` says another. */
  count: number;
  /** Of the reading process, in MB; it is ended beyond. */
  memoryMb: number;
  /** Of all other processes that it starts, each. */
  toolMemoryMb?: number;
  /** Writes one changed file into the folder. @returns its path */
  make(random: Random, folder: string, number: number): string | Promise<string>;
  more?: Partial<ReadRequest>;
  /**
   * Set where the product reads such files in a process of its own, which may end by itself: what makes ours end is then
   * read as the product does it. @returns the code
   */
  apart?(path: string): Promise<string>;
}

/** @returns how often each outcome came */
export async function fuzz(work: Fuzz): Promise<Record<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), 'exhibit-fuzz-'));
  const temporary = join(folder, 'tmp');
  mkdirSync(temporary);
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = temporary;
  const watch = watchTools(folder);
  const counts: Record<string, number> = {};
  try {
    const paths: string[] = [];
    const files = join(folder, 'files');
    mkdirSync(files);
    for (let number = 0; number < countOr(work.count); number += 1) {
      // Each has a seed of its own, so one that fails can be made again alone.
      paths.push(await work.make(createRandom(fuzzSeed * 1_000_003 + number), files, number));
    }
    const written = treeOf(files);
    const failures: Outcome[] = [];
    for (let start = 0; start < paths.length; start += BATCH) {
      for (const outcome of await read(work, paths.slice(start, start + BATCH))) {
        counts[outcome.code] = (counts[outcome.code] ?? 0) + 1;
        if (outcome.problem !== null) failures.push(outcome);
      }
    }
    const { peakMb } = watch.end();
    expect(failures, `seed ${fuzzSeed}`).toEqual([]);
    expect(treeOf(files), 'left beside the files').toEqual(written);
    expect(readdirSync(temporary), 'left in the folder for temporary files').toEqual([]);
    expect(toolsIn(folder), 'left running').toEqual([]);
    expect(peakMb, 'memory of the tools, in MB').toBeLessThan(work.toolMemoryMb ?? work.memoryMb);
    process.stdout.write(`fuzz: ${paths.length} × ${work.reader}, tools ${peakMb} MB: ${told(counts)}\n`);
    return counts;
  } finally {
    watch.end();
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
    rmSync(folder, { recursive: true, force: true });
  }
}

const told = (counts: Record<string, number>): string =>
  Object.entries(counts)
    .sort(([, a], [, b]) => b - a)
    .map(([code, count]) => `${count} ${code}`)
    .join(', ');

async function read(work: Fuzz, paths: readonly string[]): Promise<Outcome[]> {
  try {
    return await inOwnProcess<Outcome[]>({ ...work.more, reader: work.reader, paths } satisfies ReadRequest, {
      ...{ script, limitMs: LIMIT_MS, memoryMb: work.memoryMb },
      ended: (late, how) => new EngineError('app/internal', late ? `it hung for ${LIMIT_MS} ms` : how),
    });
  } catch (error) {
    const [path, ...others] = paths as [string, ...string[]];
    if (others.length > 0) {
      const each: Outcome[] = [];
      for (const one of paths) each.push(...(await read(work, [one])));
      return each;
    }
    if (work.apart) return [{ path, code: await work.apart(path), problem: null }];
    return [{ path, code: 'ended', problem: String(error) }];
  }
}

const treeOf = (folder: string): string[] => (readdirSync(folder, { recursive: true }) as string[]).sort();

/** Processes that have the folder on their command line, on Linux; the reading process itself does not. */
function toolsIn(folder: string): { pid: string; peakMb: number }[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return [];
    try {
      if (!readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes(folder)) return [];
      const [, peakKb] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'latin1')) ?? [];
      return peakKb === undefined ? [] : [{ pid, peakMb: Math.round(Number(peakKb) / 1024) }];
    } catch {
      // It has ended.
      return [];
    }
  });
}

function watchTools(folder: string): { end(): { peakMb: number } } {
  let peakMb = 0;
  const timer = setInterval(() => {
    for (const tool of toolsIn(folder)) peakMb = Math.max(peakMb, tool.peakMb);
  }, 100);
  return {
    end() {
      clearInterval(timer);
      return { peakMb };
    },
  };
}
