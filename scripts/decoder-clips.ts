/**
 * Makes the clips of `resources/decoder-check` from ffmpeg's test sources, and the facts about them that a decoder must
 * find. Run it only to change the set: ffmpeg 4.2, 5.1 and 7.0 agree on the committed clips.
 */
import { execFileSync } from 'node:child_process';
import { renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readClip } from '../src-main/engine/media/decoder-check.ts';
import { projectFolder } from './folders.ts';

const folder = join(projectFolder, 'resources', 'decoder-check');
const tools = {
  ffmpeg: '/usr/bin/ffmpeg',
  ffprobe: '/usr/bin/ffprobe',
  majorVersion: 5,
  convertsHdr: true,
  bwrap: null,
};

const source = (seconds: number, rate = 25) => [
  '-f',
  'lavfi',
  '-i',
  `testsrc2=size=96x64:rate=${rate}:duration=${seconds}`,
];
const exact = ['-bitexact', '-fflags', '+bitexact', '-flags:v', '+bitexact'];
const x264 = (options: string) => [
  '-c:v',
  'libx264',
  '-preset',
  'slow',
  '-crf',
  '30',
  '-x264-params',
  `threads=1:${options}`,
];
const ticks = ['-video_track_timescale', '90000'];
/** Half the rate with gaps at the start, the full rate at the end. */
const uneven = "select='not(mod(n\\,2))+lt(n\\,20)*not(mod(n\\,3))+gt(n\\,50)',format=yuv420p";
const eightBit = ['-vf', 'format=yuv420p'];

const clips = [
  {
    file: 'variable-rate.mp4',
    holds: 'variable rate',
    args: [
      ...source(2, 30),
      '-vf',
      uneven,
      '-fps_mode',
      'vfr',
      '-enc_time_base',
      '1/90000',
      ...x264('bframes=0'),
      ...ticks,
    ],
  },
  {
    file: 'b-frames.mp4',
    holds: 'B-frames',
    args: [...source(1), ...eightBit, ...x264('b-adapt=0:b-pyramid=normal:bframes=3:keyint=12'), ...ticks],
  },
  {
    file: 'ten-bit.mp4',
    holds: '10 bit',
    args: [
      ...[...source(0.4), '-vf', 'format=yuv420p10le', '-c:v', 'libx265', '-crf', '30', '-tag:v', 'hvc1'],
      ...['-x265-params', 'pools=1:frame-threads=1:log-level=none:info=0', ...ticks],
    ],
  },
  {
    file: 'rotated.mp4',
    holds: 'rotation',
    args: [...source(0.4), ...eightBit, ...x264('keyint=5'), ...ticks],
    turned: true,
  },
  {
    file: 'late-start.m2t',
    holds: 'late start',
    args: [...source(0.4), ...eightBit, ...x264('bframes=2:keyint=5'), '-output_ts_offset', '3600'],
  },
];

const facts = [];
const run = (args: string[], path: string) =>
  execFileSync(tools.ffmpeg, ['-v', 'error', '-nostdin', '-y', ...args, ...exact, path]);
for (const { file, holds, args, turned = false } of clips) {
  const path = join(folder, file);
  run(args, path);
  // ffmpeg 5 writes a rotation only when it copies the stream.
  if (turned) {
    const upright = join(tmpdir(), file);
    renameSync(path, upright);
    run(['-i', upright, '-c', 'copy', ...ticks, '-metadata:s:v:0', 'rotate=90'], path);
  }
  const { decodedPts, ...seen } = await readClip(path, tools);
  if (String(decodedPts) !== String(seen.pts)) throw new Error(`${file}: decoded and indexed times differ`);
  facts.push({ file, holds, ...seen });
}
const lines = facts.map((clip) => `  ${JSON.stringify(clip)}`);
writeFileSync(join(folder, 'expected.json'), `[\n${lines.join(',\n')}\n]\n`);
