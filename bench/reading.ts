/** How long it takes to examine a file and to read frames out of it before any network sees them, by container. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode } from '../src-main/engine/media/decode.ts';
import type { FfmpegTools } from '../src-main/engine/media/ffmpeg.ts';
import { indexFrames } from '../src-main/engine/media/frame-index.ts';
import { probe } from '../src-main/engine/media/probe.ts';
import { remarksOn } from '../src-main/engine/media/remarks.ts';
import { sampleFrames } from '../src-main/engine/media/sampling.ts';
import { pairedMs, type Figure } from './figure.ts';
import { openToolbox } from './material.ts';

const SECONDS = 600;
const SAMPLED = 32;

export async function benchReading(): Promise<Figure[]> {
  const toolbox = openToolbox();
  const { ffmpeg: tools } = await toolbox.faceTools();
  const folder = mkdtempSync(join(tmpdir(), 'exhibit-bench-reading-'));
  try {
    const mp4 = join(folder, 'clip.mp4');
    const source = `testsrc2=size=640x360:rate=25:duration=${SECONDS}`;
    const x264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '50', '-pix_fmt', 'yuv420p'];
    run(tools, ['-f', 'lavfi', '-i', source, ...x264, mp4]);
    const name = `read ${SAMPLED} frames of ${SECONDS / 60} minutes of 360p`;
    const figures: Figure[] = [];
    for (const [container, extension] of [
      ['MPEG-TS', 'ts'],
      ['Matroska', 'mkv'],
    ] as const) {
      const other = join(folder, `clip.${extension}`);
      run(tools, ['-i', mp4, '-c', 'copy', other]);
      const reading = await pairedMs(
        5,
        () => read(other, tools),
        () => read(mp4, tools),
      );
      figures.push(
        { name: `${name}, MP4`, value: reading.b, unit: 'ms' },
        { name: `${name}, ${container}`, value: reading.a, unit: 'ms' },
        { name: `${name}, ${container} as a share of MP4`, value: reading.ratio, unit: '×' },
      );
    }
    return figures;
  } finally {
    rmSync(folder, { recursive: true });
    await toolbox.dispose();
  }
}

async function read(path: string, tools: FfmpegTools): Promise<void> {
  const media = await probe(path, tools);
  const index = await indexFrames(path, media, tools);
  const wanted = sampleFrames({ kind: 'spread', count: SAMPLED }, index.timesMs);
  const decoding = decode({ path, media, index, wanted, tools })[Symbol.asyncIterator]();
  while (!(await decoding.next()).done);
  await remarksOn(path, media, index, tools);
}

function run({ ffmpeg }: FfmpegTools, args: string[]): void {
  const { status } = spawnSync(ffmpeg, ['-v', 'error', '-y', ...args], { stdio: 'inherit' });
  if (status !== 0) throw new Error('ffmpeg could not make the clip');
}
