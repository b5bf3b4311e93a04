/** What clips scored is kept from one measuring to the next, also from one that was stopped. */
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { measuredClips } from '../../../src-main/engine/validation/measured-clips.ts';

const all = mkdtempSync(join(tmpdir(), 'exhibit-measured-clips-'));
afterAll(() => rmSync(all, { recursive: true }));

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(all, 'settings-'))));

const [first, second, third] = ['a', 'b', 'c'].map((letter) => letter.repeat(64)) as [string, string, string];
const scored = (score: number | null) => ({ outcome: 'inconclusive' as const, score, facePx: 92 });
const file = () => {
  const kept = join(folder, 'measured-clips');
  return join(kept, readdirSync(kept)[0]!);
};

it('gives what was kept, of one way to score alone', async () => {
  await (await measuredClips(folder, 'one way')).keep(first, scored(0.4));
  await (await measuredClips(folder, 'one way')).keep(second, scored(null));
  const again = await measuredClips(folder, 'one way');
  expect([first, second, third].map(again.get)).toEqual([scored(0.4), scored(null), undefined]);
  expect((await measuredClips(folder, 'another way')).get(first)).toBeUndefined();
});

it('adds each clip to the end of its file, whose bytes stay as they are', async () => {
  const clips = await measuredClips(folder, 'one way');
  await clips.keep(first, scored(0.4));
  const before = readFileSync(file(), 'utf8');
  await clips.keep(second, scored(0.5));
  const after = readFileSync(file(), 'utf8');
  expect(after.startsWith(before)).toBe(true);
  // Not written anew, in which case a mark of somebody else would be gone.
  appendFileSync(file(), '\nmark');
  await clips.keep(third, scored(0.6));
  expect(readFileSync(file(), 'utf8')).toContain('mark');
});

it('loses the clip of a torn last line alone, and keeps those that are added after it', async () => {
  const clips = await measuredClips(folder, 'one way');
  await clips.keep(first, scored(0.4));
  await clips.keep(second, scored(0.5));
  truncateSync(file(), readFileSync(file()).length - 7);
  const again = await measuredClips(folder, 'one way');
  expect([first, second].map(again.get)).toEqual([scored(0.4), undefined]);
  await again.keep(third, scored(0.6));
  const later = await measuredClips(folder, 'one way');
  expect([first, second, third].map(later.get)).toEqual([scored(0.4), undefined, scored(0.6)]);
});

it('takes no line that somebody edited into another form', async () => {
  const clips = await measuredClips(folder, 'one way');
  await clips.keep(first, scored(0.4));
  appendFileSync(file(), `\n${JSON.stringify([second, { ...scored(0.5), score: 7 }])}\nnull`);
  const again = await measuredClips(folder, 'one way');
  expect([first, second].map(again.get)).toEqual([scored(0.4), undefined]);
});
