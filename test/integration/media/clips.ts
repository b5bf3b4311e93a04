/** Makes the clips of these tests with ffmpeg's test sources, and reads them whole as the reference. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { decode, type MissingFrame } from '../../../src-main/engine/media/decode.ts';
import { testDecoder } from '../../support/decoder.ts';
import { indexFrames } from '../../../src-main/engine/media/frame-index.ts';
import { probe } from '../../../src-main/engine/media/probe.ts';

const run = promisify(execFile);

export const tools = await testDecoder();
const { stdout: encoderList } = await run(tools.ffmpeg, ['-hide_banner', '-encoders']);
export const hasEncoder = (name: string) => encoderList.includes(` ${name} `);

export async function clipFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'exhibit-media-'));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

export async function makeClip(path: string, args: readonly string[]): Promise<string> {
  await run(tools.ffmpeg, ['-v', 'error', '-nostdin', '-y', ...args, path]);
  return path;
}

export const testSource = (size: string, seconds: number, rate = 30) => [
  ...['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=${rate}:duration=${seconds}`],
];

/** Time stamps of all frames as ffprobe's own full decode gives them; null where it gives none. */
export async function decodedPts(path: string): Promise<(number | null)[]> {
  const entries = ['-select_streams', 'v:0', '-show_frames', '-show_entries', 'frame=best_effort_timestamp'];
  const { stdout } = await run(tools.ffprobe, ['-v', 'quiet', ...entries, '-of', 'json', path], {
    maxBuffer: 1 << 26,
  });
  const { frames } = JSON.parse(stdout) as { frames: { best_effort_timestamp?: number }[] };
  return frames.map((frame) => frame.best_effort_timestamp ?? null);
}

/** SHA-256 of the pixels of the given frames, or of all, with what went missing. */
export async function digestFrames(path: string, wanted?: readonly number[], stream?: number) {
  const media = await probe(path, tools, undefined, stream);
  const index = await indexFrames(path, media, tools);
  const digests = new Map<number, string>();
  const decoding = decode({ path, media, index, wanted: wanted ?? [...index.pts.keys()], tools });
  const sizes: string[] = [];
  for await (const { frameIndex, pts, ptsMs, rgb, width, height } of decoding) {
    if (pts !== index.pts[frameIndex]) throw new Error(`frame ${frameIndex} came with pts ${pts}`);
    if (ptsMs !== index.timesMs[frameIndex]) throw new Error(`frame ${frameIndex} came at ${ptsMs} ms`);
    sizes.push(`${width}x${height}`);
    digests.set(frameIndex, createHash('sha256').update(rgb).digest('hex'));
  }
  const missing: MissingFrame[] = decoding.missing;
  const { warnings, concealedFrames, colourChanges } = decoding;
  const told = { missing, warnings, concealedFrames, colourChanges };
  return { media, index, digests, ...told, sizes, size: sizes.at(-1) ?? '' };
}
