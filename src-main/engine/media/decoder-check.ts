/**
 * Proves a decoder before it sees evidence: five small built-in clips (variable rate, B-frames, 10 bit, rotation,
 * a late start) are probed, indexed and decoded as evidence would be, and compared with what they hold. Pixels are
 * compared as the codec's own planes: the standards fix those to the bit, whereas conversion to RGB differs
 * between releases.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import type { DecoderReport } from '../../shared/domain.ts';
import { EngineError } from '../../shared/errors.ts';
import type { FfmpegPair } from './ffmpeg.ts';
import { decoderArguments } from './ffmpeg-arguments.ts';
import { indexFrames } from './frame-index.ts';
import { FrameLog } from './frame-log.ts';
import { MediaProcess } from './media-process.ts';
import { probe } from './probe.ts';

const clipFacts = z.object({
  file: z.string(),
  /** What the clip is there for, as the refusal says it. */
  holds: z.string(),
  rotationDegrees: z.number(),
  timeBase: z.string(),
  pts: z.array(z.number()),
  /** SHA-256 over the SHA-256 of each frame's planes, in order. */
  pixels: z.string(),
});

type ClipFacts = z.infer<typeof clipFacts>;
type Seen = Omit<ClipFacts, 'file' | 'holds'> & { decodedPts: number[] };

/**
 * @param source the decoder as people know it
 * @param folder of the clips and their `expected.json`
 * @throws EngineError media/decoder-refused with what it got wrong; the abort reason
 */
export async function checkDecoder(
  tools: FfmpegPair,
  source: string,
  folder: string,
  signal?: AbortSignal,
): Promise<Pick<DecoderReport, 'sha256' | 'check'>> {
  const text = await readFile(join(folder, 'expected.json'));
  const clips = z.array(clipFacts).parse(JSON.parse(text.toString()));
  const [sha256, ...faults] = await Promise.all([
    sha256OfFile(tools.ffmpeg),
    ...clips.map((clip) => faultOf(clip, tools, folder, signal)),
  ]);
  const fault = faults.find((each) => each !== null);
  if (fault !== undefined) {
    throw new EngineError(
      'media/decoder-refused',
      `${source} (${tools.ffmpeg}) is not used: it reads a clip that comes with Exhibit wrongly (${fault}). ` +
        'Install another ffmpeg, or name one by EXHIBIT_FFMPEG.',
    );
  }
  const frames = clips.reduce((sum, { pts }) => sum + pts.length, 0);
  const expected = createHash('sha256').update(text).digest('hex');
  return { sha256, check: { clips: clips.length, frames, expected } };
}

/** What the decoder gets wrong about one clip, in words; null when it is as it should be. */
async function faultOf(
  clip: ClipFacts,
  tools: FfmpegPair,
  folder: string,
  signal?: AbortSignal,
): Promise<string | null> {
  const wrong = (what: string) => `${clip.holds}, ${clip.file}: ${what}`;
  try {
    const seen = await readClip(join(folder, clip.file), tools, signal);
    if (seen.decodedPts.length !== clip.pts.length) {
      return wrong(`${seen.decodedPts.length} of ${clip.pts.length} frames`);
    }
    const timesDiffer = !equal(seen.pts, clip.pts) || !equal(seen.decodedPts, clip.pts);
    if (timesDiffer || seen.timeBase !== clip.timeBase) return wrong('other presentation times');
    if (seen.rotationDegrees !== clip.rotationDegrees)
      return wrong(`turned by ${seen.rotationDegrees} degrees`);
    return seen.pixels === clip.pixels ? null : wrong('other pixels');
  } catch (error) {
    signal?.throwIfAborted();
    return wrong(error instanceof Error ? error.message : String(error));
  }
}

/** A clip as this pair of programs reads it. */
export async function readClip(path: string, tools: FfmpegPair, signal?: AbortSignal): Promise<Seen> {
  const media = await probe(path, tools, signal);
  const index = await indexFrames(path, media, tools, signal);
  const log = new FrameLog();
  const args = decoderArguments(path, media, tools, {
    seekSeconds: null,
    filters: [],
    sink: ['-f', 'framehash', '-hash', 'sha256', '-'],
  });
  const decoder = new MediaProcess(tools.ffmpeg, args, {
    ...{ bwrap: tools.bwrap, reads: path, signal },
    onErrorLine: (line) => log.read(line),
  });
  const chunks: Buffer[] = [];
  for await (const chunk of decoder.output()) chunks.push(chunk);
  const hashes = [
    ...Buffer.concat(chunks)
      .toString()
      .matchAll(/^\d.*\b([0-9a-f]{64})$/gm),
  ].map(([, hash]) => hash);
  const { num, den } = index.timeBase;
  return {
    rotationDegrees: media.video.rotationDegrees,
    timeBase: `${num}/${den}`,
    pts: [...index.pts],
    // A frame whose time the log lost counts too; a frame whose pixels did not come does not.
    decodedPts: log.frames.slice(0, hashes.length).map(({ pts }) => pts),
    pixels: createHash('sha256').update(hashes.join('')).digest('hex'),
  };
}

const equal = (a: readonly number[], b: readonly number[]) =>
  a.length === b.length && a.every((value, index) => value === b[index]);

async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
