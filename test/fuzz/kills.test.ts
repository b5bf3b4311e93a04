/**
 * An analysis that is killed at random moments, with all its processes or its ffmpeg alone, ends in the same case as one
 * that is left alone.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { viewCase } from '../../src-main/engine/cases/case-file.ts';
import { createRandom } from '../../src-main/engine/support/random.ts';
import { sha256Of } from '../../src-main/engine/support/sha256.ts';
import { exhibitCommand } from '../support/exhibit-command.ts';
import { writeFaceClip } from '../support/face-clip.ts';
import { countOr, fuzzSeed } from './support/fuzz.ts';

/** Before a case is finished without another kill. */
const KILLS_OF_ONE_CASE = 3;
/** In which no kill came in time: each tries earlier than the one before. */
const MOST_MISSES = 20;

let folder: string;
let undisturbed: string;
let undisturbedMs: number;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-kills-'));
  mkdirSync(join(folder, 'clips'));
  for (const [name, seconds] of Object.entries({ a: 1, b: 1.5, c: 2 })) {
    await writeFaceClip(join(folder, 'clips', `${name}.mp4`), seconds);
  }
  const started = Date.now();
  expect(await ended(analyse('whole'))).toBe(0);
  undisturbedMs = Date.now() - started;
  undisturbed = contentOf('whole');
}, 600_000);
afterAll(() => rmSync(folder, { recursive: true }));

const casePath = (name: string) => join(folder, name, 'a.exhibit');

/** The leader of a process group of its own. */
function analyse(name: string): ChildProcess {
  mkdirSync(join(folder, name), { recursive: true });
  const options = ['--case', casePath(name), '--frames', '4', '--min-face', '60', '--provider', 'cpu'];
  return spawn(process.execPath, [exhibitCommand, 'analyse', join(folder, 'clips'), ...options], {
    detached: true,
    stdio: 'ignore',
    env: { ...process.env, XDG_CONFIG_HOME: join(folder, 'config') },
  });
}

async function ended(child: ChildProcess): Promise<number | null> {
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
}

/** @returns false where it had come to its end before, whoever sent the signal */
async function killedAfter(child: ChildProcess, ms: number): Promise<boolean> {
  const end = ended(child);
  await Promise.race([end, pause(ms)]);
  try {
    if (child.exitCode === null) process.kill(-child.pid!, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
  await end;
  return child.signalCode === 'SIGKILL';
}

/** All that was found, without numbers of rows and without the times of the work. */
function contentOf(name: string): string {
  const file = viewCase(casePath(name));
  try {
    const found = file.evidence.list().map(({ id, analysedAt: _, findingId: __, ...row }) => {
      const [newest, ...others] = file.findings.history(id);
      expect(others, 'findings of one video').toEqual([]);
      const finding = file.findings.get(newest!)!;
      const faces = finding.tracks.flatMap((track) => track.faces);
      const crops = faces.map(({ faceId }) => sha256Of(file.images.crop(faceId)!.bytes));
      return { row, finding, crops, thumbnail: sha256Of(file.images.thumbnail(id)!.bytes) };
    });
    const numbers = ['id', 'faceId', 'startedAt', 'finishedAt'];
    return JSON.stringify(found, (key, value: unknown) => (numbers.includes(key) ? undefined : value), 1);
  } finally {
    file.close();
  }
}

/** ffmpeg and ffprobe of these clips, without the sandboxes around them. */
const decoders = (): number[] =>
  readdirSync('/proc')
    .filter((pid) => {
      try {
        const runs = (file: string) => readFileSync(`/proc/${pid}/${file}`, 'latin1');
        return (
          /^\d+$/.test(pid) && /^ff(?:mpeg|probe)\n$/.test(runs('comm')) && runs('cmdline').includes(folder)
        );
      } catch {
        return false;
      }
    })
    .map(Number);

/** Kills one of them at the first moment from then on at which there is one and the case is made; false where none came any more. */
async function decoderKilledAfter(child: ChildProcess, name: string, ms: number): Promise<boolean> {
  await pause(ms);
  while (child.exitCode === null) {
    const [pid] = existsSync(casePath(name)) ? decoders() : [];
    try {
      if (pid !== undefined) return process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended meanwhile: the next one.
    }
    await pause(1);
  }
  return false;
}

it.skipIf(process.platform !== 'linux')(
  'says of a video whose ffmpeg alone is killed that it was, and finds the same afterwards',
  async () => {
    const random = createRandom(fuzzSeed);
    const wanted = countOr(1);
    let kills = 0;
    let failures = 0;
    let latestMs = undisturbedMs;
    for (let run = 0; kills < wanted; run += 1) {
      expect(run - kills, 'runs that ended before a kill').toBeLessThan(MOST_MISSES);
      const name = `decoder ${run}`;
      const ms = Math.round(random.between(0, latestMs));
      const child = analyse(name);
      const end = ended(child);
      if (await decoderKilledAfter(child, name, ms)) kills += 1;
      else latestMs /= 2;
      const code = await end;
      const file = viewCase(casePath(name));
      const rows = file.evidence.list();
      file.close();
      const failed = rows.filter(({ state }) => state === 'failed');
      failures += failed.length;
      // What has a finding has the whole one: the second run makes none anew.
      for (const { error } of failed) expect(error!.message, `killed at ${ms} ms`).toContain('was ended');
      if (code === 0) expect(failed).toEqual([]);
      expect(await ended(analyse(name))).toBe(0);
      expect(contentOf(name), `killed at ${ms} ms`).toBe(undisturbed);
      rmSync(join(folder, name), { recursive: true });
    }
    process.stdout.write(
      `fuzz: ${kills} kills of ffmpeg alone, ${failures} videos named, each right afterwards\n`,
    );
  },
  24 * 3_600_000,
);

it(
  'finds the same',
  async () => {
    const random = createRandom(fuzzSeed);
    const wanted = countOr(1);
    let kills = 0;
    let killsInCase = 0;
    let cases = 0;
    let latestMs = undisturbedMs;
    const moments: number[] = [];
    const isEnough = () => kills >= wanted && killsInCase > 0;
    while (!isEnough()) {
      expect(cases - killsInCase, 'cases without a kill during the work').toBeLessThan(wanted + MOST_MISSES);
      const name = `killed ${(cases += 1)}`;
      for (let left = KILLS_OF_ONE_CASE; left > 0 && !isEnough(); left -= 1) {
        const ms = Math.round(random.between(0, latestMs));
        if (!(await killedAfter(analyse(name), ms))) {
          latestMs *= 0.9;
          break;
        }
        kills += 1;
        // Before, there is nothing that could be lost.
        if (existsSync(casePath(name))) killsInCase += 1;
        moments.push(ms);
      }
      expect(await ended(analyse(name)), `after kills at ${moments.join(', ')} ms`).toBe(0);
      expect(contentOf(name)).toBe(undisturbed);
      const file = viewCase(casePath(name));
      const { intact } = await file.verify();
      file.close();
      expect(intact).toBe(true);
      expect(readdirSync(join(folder, name))).toEqual(['a.exhibit']);
      rmSync(join(folder, name), { recursive: true });
    }
    process.stdout.write(
      `fuzz: ${kills} kills in ${cases} cases, ${killsInCase} of them once the case was made, each as if undisturbed (${undisturbedMs} ms)\n`,
    );
  },
  24 * 3_600_000,
);
