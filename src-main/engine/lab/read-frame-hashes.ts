/**
 * Frame hashes of clips through ffmpeg. A video gives one picture for each of its first five seconds, counted from
 * its beginning, so that a copy that was cut short still matches; pictures go through one process by the hundred.
 */
import { readFile } from 'node:fs/promises';
import type { FfmpegTools } from '../media/ffmpeg.ts';
import { inputArguments, inspectInput } from '../media/media-input.ts';
import { passthrough } from '../media/ffmpeg-arguments.ts';
import { pictureBytes } from '../media/picture-file.ts';
import { MediaProcess } from '../media/media-process.ts';
import type { SandboxOptions } from '../media/sandbox.ts';
import { LARGEST_STILL_PIXELS } from '../media/video-stream.ts';
import { batchesByBytes } from '../support/batches-by-bytes.ts';
import { bytesPerFrame, hashedHeight, hashedWidth, hashFrames } from './frame-hash.ts';

/** Pictures of a clip that are looked at. */
export const hashedFrames = 5;

/** Pictures a process, and bytes of their files; they wait in memory meanwhile. */
const most = { items: 128, bytes: 64 * 2 ** 20 };

/** Above that ffmpeg refuses a picture before it takes memory for it. */
const maxPixels = ['-max_pixels', String(LARGEST_STILL_PIXELS)];

const grey = `scale=${hashedWidth}:${hashedHeight}:flags=area,format=gray`;

/**
 * @returns one hash after the other; empty when no frame can be decoded
 * @throws EngineError as inspectInput, media/timed-out; the abort reason
 */
export async function hashVideo(
  path: string,
  { ffmpeg, bwrap }: FfmpegTools,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const { pictureDemuxer } = await inspectInput(path);
  const hashesOf = (filter: string, frames: number) =>
    run(
      ffmpeg,
      [
        // Without the loop filter decoding is a third faster, and 17 × 16 pixels show no blocks.
        ...['-v', 'error', '-nostdin', '-threads', '1', '-skip_loop_filter', 'all'],
        ...maxPixels,
        ...inputArguments(path, pictureDemuxer),
        ...['-map', '0:V:0', '-an', '-sn', '-dn', '-filter_threads', '1'],
        ...['-vf', filter, '-frames:v', String(frames)],
      ],
      { bwrap, reads: path, signal },
    );
  const found = await hashesOf(`setpts=PTS-STARTPTS,fps=1,${grey}`, hashedFrames);
  // A clip of less than half a second has no frame at one a second.
  return found.length > 0 ? found : hashesOf(grey, 1);
}

/** @returns for each file its hash, or null when it is no JPEG, PNG or WebP that can be decoded */
export async function hashPictures(
  paths: readonly string[],
  tools: FfmpegTools,
  { signal, onDone }: { signal: AbortSignal; onDone: (count: number) => void },
): Promise<(Uint8Array | null)[]> {
  const hashes: (Uint8Array | null)[] = [];
  const sized = await Promise.all(
    paths.map(async (path) => ({ path, bytes: await pictureBytes(path).catch(() => null) })),
  );
  for (const named of batchesByBytes(sized, ({ bytes }) => bytes ?? 0, most)) {
    signal.throwIfAborted();
    const files = await Promise.all(
      named.map(async ({ path, bytes }) =>
        bytes === null ? Buffer.alloc(0) : await readFile(path).catch(() => Buffer.alloc(0)),
      ),
    );
    const batch = new Array<Uint8Array | null>(files.length).fill(null);
    for (const codec of ['mjpeg', 'png', 'webp'] as const) {
      const indices = [...files.keys()].filter((index) => codecOf(files[index]!) === codec);
      const found = await hashBatch(
        indices.map((index) => files[index]!),
        codec,
        tools,
        signal,
      );
      for (const [place, index] of indices.entries()) batch[index] = found[place]!;
    }
    hashes.push(...batch);
    onDone(hashes.length);
  }
  return hashes;
}

/** A damaged picture gives no frame, or more than one; which it was shows by halves. */
async function hashBatch(
  files: readonly Uint8Array[],
  codec: string,
  tools: FfmpegTools,
  signal: AbortSignal,
): Promise<(Uint8Array | null)[]> {
  if (files.length === 0) return [];
  const args = [
    '-v',
    'error',
    '-f',
    'image2pipe',
    '-c:v',
    codec,
    ...maxPixels,
    '-i',
    'pipe:0',
    '-vf',
    grey,
    ...passthrough(tools.majorVersion),
  ];
  const hashes = await run(tools.ffmpeg, args, { bwrap: tools.bwrap, signal, input: files });
  if (hashes.length === files.length * bytesPerFrame) {
    return files.map((_, index) => hashes.slice(index * bytesPerFrame, (index + 1) * bytesPerFrame));
  }
  if (files.length === 1) return [hashes.length === 0 ? null : hashes.slice(0, bytesPerFrame)];
  const middle = files.length >> 1;
  const first = await hashBatch(files.slice(0, middle), codec, tools, signal);
  return [...first, ...(await hashBatch(files.slice(middle), codec, tools, signal))];
}

async function run(
  ffmpeg: string,
  args: readonly string[],
  options: SandboxOptions & { signal: AbortSignal; input?: readonly Uint8Array[] },
): Promise<Uint8Array> {
  const decoder = new MediaProcess(ffmpeg, [...args, '-f', 'rawvideo', 'pipe:1'], options);
  const chunks: Buffer[] = [];
  for await (const chunk of decoder.output()) chunks.push(chunk);
  return hashFrames(Buffer.concat(chunks));
}

/** By the first bytes: names lie. */
function codecOf(file: Buffer): 'mjpeg' | 'png' | 'webp' | null {
  const head = file.toString('latin1', 0, 12);
  if (head.startsWith('\xff\xd8\xff')) return 'mjpeg';
  if (head.startsWith('\x89PNG')) return 'png';
  return head.startsWith('RIFF') && head.endsWith('WEBP') ? 'webp' : null;
}
