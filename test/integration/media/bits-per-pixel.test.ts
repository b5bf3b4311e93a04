/** Bits per pixel per frame: a copy of the same packets in another container has the same. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { examineFile } from '../../../src-main/engine/media/examine-file.ts';
import { bitsPerPixel } from '../../../src-main/engine/pipeline/analyse-reencoded.ts';
import { qualityFacts } from '../../../src-main/shared/nearest-condition.ts';
import { clipFolder, hasEncoder, makeClip, testSource, tools } from './clips.ts';

let { folder, remove } = { folder: '', remove: () => Promise.resolve() };
const at = (name: string) => join(folder, name);

describe.skipIf(!hasEncoder('libx264'))('the bits per pixel per frame of a variable frame rate', () => {
  beforeAll(async () => {
    ({ folder, remove } = await clipFolder());
    // Every frame of the first second, then one in six, as a phone records in the dark.
    const frames = ['-vf', "select='lt(n,30)+not(mod(n,6))'", '-fps_mode', 'vfr'];
    const encoder = ['-c:v', 'libx264', '-bf', '0', '-pix_fmt', 'yuv420p'];
    await makeClip(at('a.mp4'), [...testSource('320x180', 4), ...frames, ...encoder]);
    await makeClip(at('a.mkv'), ['-i', at('a.mp4'), '-c', 'copy']);
  });
  afterAll(() => remove());

  it('are those of its packets, whatever mean frame rate the container states', async () => {
    const sizes = execFileSync(tools.ffprobe, [
      ...['-v', 'error', '-select_streams', 'v:0', '-show_entries', 'packet=size', '-of', 'csv=p=0'],
      at('a.mp4'),
    ])
      .toString()
      .trim()
      .split(/\s+/)
      .map(Number.parseFloat);
    expect(sizes).toHaveLength(45);
    const right = (8 * sizes.reduce((sum, size) => sum + size)) / 45 / (320 * 180);
    for (const name of ['a.mp4', 'a.mkv']) {
      const { media } = await examineFile(at(name), tools);
      expect(qualityFacts({ media, tracks: [] }).bitsPerPixel).toBeCloseTo(right, 10);
      const { signal } = new AbortController();
      expect(await bitsPerPixel(at(name), tools, signal)).toBeCloseTo(right, 10);
    }
  });
});
