/**
 * Decodes the sampled frames of a video to upright RGB with their exact presentation times. ffmpeg skips the other
 * frames. Every delivered frame has the time stamp that ffmpeg logged for it.
 */
import type { MediaInfo } from '../../shared/domain.ts';
import { EngineError } from '../../shared/errors.ts';
import { ColourChanges } from './colour-changes.ts';
import { Complaints } from './complaints.ts';
import { passingFrames, planRuns, selectFilters, type DecodeRun } from './decode-plan.ts';
import type { FfmpegTools } from './ffmpeg.ts';
import { awaitedSink, decoderArguments } from './ffmpeg-arguments.ts';
import type { Frame } from './frame.ts';
import type { FrameIndex } from './frame-index.ts';
import { colourLog, FrameLog, type LoggedFrame } from './frame-log.ts';
import { MediaProcess } from './media-process.ts';
import { streamLookAhead } from './media-input.ts';
import { inBrackets } from './probe-failure.ts';
import { rgbFilters } from './pixel-conversion.ts';
import { readAhead } from './read-ahead.ts';

/** Frames decoded while the consumer works on the one before: enough to keep both busy, 25 MB each at 4K. */
const ahead = { items: 4, bytes: 128 * 2 ** 20, bytesOf: ({ rgb }: Frame) => rgb.length };
const aheadWhenAwaited = { ...ahead, items: 1 };

export interface DecodeRequest {
  path: string;
  media: MediaInfo;
  index: FrameIndex;
  /** Frame indices, ascending, each once. */
  wanted: readonly number[];
  tools: FfmpegTools;
  signal?: AbortSignal | undefined;
  /** Set where somebody waits for each frame, and keeps frames ready: little is decoded ahead here. */
  awaited?: boolean;
  /** Decodes on all cores. What the decoder makes up for damaged parts depends on the number of its threads. */
  allCores?: boolean;
}

export interface MissingFrame {
  frameIndex: number;
  reason: string;
}

/** @throws during iteration: EngineError media/decode-failed if no frame decodes, media/timed-out; the abort reason */
export function decode(request: DecodeRequest): Decoding {
  return new Decoding(request);
}

/** Frames in presentation order; can be iterated once. Missing frames and warnings are complete at the end. */
export class Decoding implements AsyncIterable<Frame> {
  /** Sampled frames that were not decoded, ascending. */
  readonly missing: MissingFrame[] = [];
  readonly #request: DecodeRequest;
  readonly #complaints = new Complaints();
  readonly #colourChanges: ColourChanges;

  constructor(request: DecodeRequest) {
    this.#request = request;
    this.#colourChanges = new ColourChanges(request.media.video);
  }

  /** Warnings of demuxer and decoder, one of each kind with its count; empty for a sound file. */
  get warnings(): string[] {
    // An index that was read by decoding has complained of the same already.
    return [...new Set([...this.#request.index.warnings, ...this.#complaints.list()])];
  }

  /** Of the delivered frames, as sentences. */
  get colourChanges(): string[] {
    return this.#colourChanges.text();
  }

  /** Decoded frames with damaged parts, which the decoder made up; frames that the sampled ones build on among them. */
  get concealedFrames(): number {
    return this.#complaints.concealedFrames;
  }

  [Symbol.asyncIterator](): AsyncGenerator<Frame> {
    const { awaited, signal } = this.#request;
    return readAhead((leaving) => this.#frames(leaving), awaited ? aheadWhenAwaited : ahead, signal);
  }

  async *#frames(signal: AbortSignal): AsyncGenerator<Frame> {
    const { media, index, wanted } = this.#request;
    let runs = planRuns(media, index, wanted);
    let delivered = 0;
    for (let run = runs.shift(); run; run = runs.shift()) {
      const left = [...run.wanted];
      for await (const frame of this.#match(run, left, signal)) {
        delivered += 1;
        yield frame;
      }
      if (left.length === 0) continue;
      // A seek can end after the frame, or in a stream that recovers only some frames later.
      this.#complaints.add('seeking is unreliable in this file, so it was decoded from the beginning');
      this.#complaints.concealedFrames = 0;
      runs = planRuns(media, index, [...left, ...runs.flatMap((later) => later.wanted)], false);
    }
    if (delivered > 0 || wanted.length === 0) return;
    const cause = this.warnings.join('\n');
    const message = `${noneDecoded(this.#request)}${inBrackets(this.warnings.slice(0, 1))}`;
    throw new EngineError('media/decode-failed', message, { cause });
  }

  /**
   * Takes from `left` what is delivered or known to be missing; leaves the rest when the seek failed. A picture is the
   * next frame of its time stamp among those that the run's filters let through, in their order.
   */
  async *#match(run: DecodeRun, left: number[], signal: AbortSignal): AsyncGenerator<Frame> {
    const { index } = this.#request;
    const expected = passingFrames(run, index);
    let next = 0;
    for await (const { pts, colours, width, height, pictureType, rgb } of this.#run(run, signal)) {
      let at = next;
      while (at < expected.length && index.pts[expected[at]!] !== pts) at += 1;
      if (at === expected.length) {
        this.#complaints.add('a picture came with a time stamp that is in no packet, and was left out');
        continue;
      }
      if (at > next && run.seekSeconds !== null) return;
      for (; next < at; next += 1) if (expected[next] === left[0]) this.#miss(left.shift()!);
      next += 1;
      const frameIndex = expected[at]!;
      if (frameIndex !== left[0]) continue;
      left.shift();
      const ptsMs = index.timesMs[frameIndex]!;
      this.#colourChanges.add(colours, ptsMs);
      yield { frameIndex, pts, ptsMs, width, height, pictureType, rgb };
      if (left.length === 0) return;
    }
    if (run.seekSeconds === null) for (const frame of left.splice(0)) this.#miss(frame);
  }

  /** One ffmpeg: its frames as they come, each with the time stamp and the size from its log. */
  async *#run(run: DecodeRun, signal: AbortSignal): AsyncGenerator<LoggedFrame & Pick<Frame, 'rgb'>> {
    const { path, media, index, tools, awaited = false, allCores = false } = this.#request;
    const firstKeyAt = index.positions[index.keys.indexOf(1)] ?? NaN;
    const log = new FrameLog(this.#complaints, run.seekSeconds !== null);
    const args = decoderArguments(path, media, tools, {
      seekSeconds: run.seekSeconds,
      // Without a seek the file is read from its start anyway.
      lookAheadBytes: run.seekSeconds === null ? undefined : streamLookAhead(firstKeyAt),
      filters: [...selectFilters(run, index), colourLog, ...rgbFilters(media)],
      sink: [...(awaited ? awaitedSink(tools.majorVersion) : queueFor(media)), 'pipe:1'],
      allCores,
    });
    const decoder = new MediaProcess(tools.ffmpeg, args, {
      ...{ bwrap: tools.bwrap, reads: path, signal },
      awaited,
      onErrorLine: (line) => log.read(line),
      onErrorEnd: () => log.close(),
    });
    yield* pictures(decoder.output(), log);
    await decoder.requireOwnEnd();
    if ((await decoder.ended) === null) this.#complaints.add('ffmpeg crashed while decoding');
  }

  #miss(frameIndex: number): void {
    this.missing.push({ frameIndex, reason: 'the decoder gave no picture' });
  }
}

/** One frame that does not decode says nothing of the others. */
function noneDecoded({ media, index, wanted }: DecodeRequest): string {
  if (media.kind === 'still') return `This picture could not be decoded: ${damagedOrUnknown}`;
  const all = index.pts.length;
  if (wanted.length === 1 && all > 1) {
    return `Frame ${wanted[0]!} could not be decoded: ffmpeg gave no picture for it. Choose another frame.`;
  }
  const which =
    wanted.length === all ? `the ${all} frames of` : `the ${wanted.length} frames that were wanted of`;
  return `ffmpeg gave a picture for none of ${which} this video: ${damagedOrUnknown}`;
}

const damagedOrUnknown =
  'its data is damaged, or of a kind that this ffmpeg does not know. Copy the file again from its source.';

/** Cuts raw video into pictures, whose sizes the log tells in advance. */
async function* pictures(output: AsyncIterable<Buffer>, log: FrameLog) {
  let current: (LoggedFrame & { rgb: Uint8Array }) | null = null;
  let filled = 0;
  let position = 0;
  let isOver = false;
  for await (const chunk of output) {
    for (let taken = 0; taken < chunk.length && !isOver;) {
      if (current === null) {
        const logged = await log.frame(position++);
        // Pixels without a line in the log come of an ffmpeg that was ended; its end says by whom.
        if (!logged) {
          isOver = true;
          break;
        }
        current = { ...logged, rgb: new Uint8Array(logged.width * logged.height * 3) };
        filled = 0;
      }
      const part = chunk.subarray(taken, taken + current.rgb.length - filled);
      current.rgb.set(part, filled);
      taken += part.length;
      filled += part.length;
      if (filled < current.rgb.length) continue;
      yield current;
      current = null;
    }
  }
}

/** Memory that ffmpeg may fill with frames nobody has taken yet. */
const QUEUE_BYTES = 64 * 2 ** 20;

/**
 * Lets ffmpeg continue to decode while this thread runs inference and does not read the pipe. ffmpeg's fifo muxer has
 * its own thread and a queue of this many frames; when the queue is full, it waits.
 */
function queueFor({ video }: MediaInfo): string[] {
  const frames = Math.floor(QUEUE_BYTES / (video.width * video.height * 3));
  return [
    '-c:v',
    'rawvideo',
    '-f',
    'fifo',
    '-fifo_format',
    'rawvideo',
    '-queue_size',
    String(Math.min(32, Math.max(2, frames))),
  ];
}
