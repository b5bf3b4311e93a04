/** Broadcasts and joined recordings change the shape of their pixels and their colour tags on the way. */
import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { clipFolder, digestFrames, makeClip, testSource, tools } from './clips.ts';

let clips: Awaited<ReturnType<typeof clipFolder>>;
beforeAll(async () => {
  clips = await clipFolder();
});
afterAll(() => clips.remove());

/** Two seconds, of which the second is coded in another way. */
async function changing(name: string, first: string[], second: string[]): Promise<string> {
  const parts = [first, second].map(async (args, n) =>
    readFile(
      await makeClip(`${clips.folder}/${n}-${name}`, [
        ...[...testSource('160x120', 1, 25), ...args, '-g', '12', '-bf', '0', '-muxdelay', '0'],
        ...['-output_ts_offset', String(n)],
      ]),
    ),
  );
  await writeFile(`${clips.folder}/${name}`, Buffer.concat(await Promise.all(parts)));
  return `${clips.folder}/${name}`;
}

const x264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p'];

/** Releases from 7 on give every frame the shape with which the video begins (`sar_override`). */
it.skipIf(tools.majorVersion >= 7).each([
  ['H.264', x264],
  ['MPEG-2', ['-c:v', 'mpeg2video']],
])('makes the pixels of each frame square by its own shape (%s)', async (_, codec) => {
  const shape = (ratio: string) => [...codec, '-vf', `setsar=${ratio}`];
  const path = await changing('shape.ts', shape('1'), shape('4/3'));
  const { sizes, missing } = await digestFrames(path);
  expect([new Set(sizes.slice(0, 20)), new Set(sizes.slice(-20))]).toEqual([
    new Set(['160x120']),
    new Set(['213x120']),
  ]);
  expect(missing).toEqual([]);
  // The other way round, and where decoding begins behind the change.
  const back = await changing('back.ts', shape('4/3'), shape('1'));
  const some = await digestFrames(back, [2, 45]);
  expect(some.sizes).toEqual(['213x120', '160x120']);
});

it('names colour tags that change, with the time and both ways to read them', async () => {
  const tags = (matrix: string, transfer: string, primaries: string) => [
    ...[...x264, '-x264-params', `colormatrix=${matrix}:transfer=${transfer}:colorprim=${primaries}`],
  ];
  const bt709 = tags('bt709', 'bt709', 'bt709');
  const path = await changing('colours.ts', bt709, tags('bt2020nc', 'smpte2084', 'bt2020'));
  expect((await digestFrames(path)).colourChanges).toEqual([
    'The colour tags change in this video: from 1.0 s on, 25 of the frames that were looked at name BT.2020, limited range, PQ ' +
      'and were converted as BT.709, limited range, no HDR, like its start. Their colours are wrong. ' +
      'Cut the video there and add the second part as evidence of its own.',
  ]);
  expect((await digestFrames(path, [3, 20])).colourChanges).toEqual([]);
});

it('says nothing of tags that are the same, or missing for a while', async () => {
  const bt601 = ['-x264-params', 'colormatrix=smpte170m'];
  for (const [name, second] of [
    ['same.ts', [...x264, ...bt601]],
    ['missing.ts', x264],
  ] as const) {
    const path = await changing(name, [...x264, ...bt601], [...second]);
    expect((await digestFrames(path)).colourChanges).toEqual([]);
  }
});
