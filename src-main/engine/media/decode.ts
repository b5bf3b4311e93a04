/**
 * Decodes the sampled frames of a video to upright RGB with their exact presentation times. ffmpeg skips the other
 * frames. Every delivered frame has the time stamp that ffmpeg logged for it.
 */
import type { MediaInfo } from '../../shared/domain.ts';
import { EngineError } from '../../shared/errors.ts';
import { Complaints } from './complaints.ts';
import { planRuns, selectFilters, type DecodeRun } from './decode-plan.ts';
import type { FfmpegTools } from './ffmpeg.ts';
import { decoderArguments } from './ffmpeg-arguments.ts';
import type { Frame } from './frame.ts';
import { ptsMsOf, type FrameIndex } from './frame-index.ts';
import { FrameLog } from './frame-log.ts';
import { MediaProcess } from './media-process.ts';
import { rgbFilters } from './pixel-conversion.ts';
import { readAhead } from './read-ahead.ts';

/** Frames decoded ahead of the consumer: enough to keep both busy; 25 MB each at 4K. */
const framesAhead = 4;

export interface DecodeRequest {
  path: string;
  media: MediaInfo;
  index: FrameIndex;
  /** Frame indices, ascending, each once. */
  wanted: readonly number[];
  tools: FfmpegTools;
  signal?: AbortSignal | undefined;
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

  constructor(request: DecodeRequest) {
    this.#request = request;
  }

  /** Warnings of demuxer and decoder, one of each kind with its count; empty for a sound file. */
  get warnings(): string[] {
    return [...this.#request.index.warnings, ...this.#complaints.list()];
  }

  [Symbol.asyncIterator](): AsyncGenerator<Frame> {
    return readAhead((signal) => this.#frames(signal), framesAhead, this.#request.signal);
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
      runs = planRuns(media, index, [...left, ...runs.flatMap((later) => later.wanted)], false);
    }
    if (delivered > 0 || wanted.length === 0) return;
    const cause = this.warnings.join('\n');
    throw new EngineError(
      'media/decode-failed',
      'No frame of this video could be decoded: the file is damaged. Copy it again from its source.',
      { cause },
    );
  }

  /** Removes from `left` each frame that was delivered or is missing. If the seek failed, the rest stays in `left`. */
  async *#match(
    { seekSeconds, ...run }: DecodeRun,
    left: number[],
    signal: AbortSignal,
  ): AsyncGenerator<Frame> {
    const { index, media } = this.#request;
    const { width, height } = media.video;
    for await (const { pts, rgb } of this.#run({ seekSeconds, ...run }, signal)) {
      while (left.length > 0 && index.pts[left[0]!]! < pts) {
        if (seekSeconds !== null) return;
        this.#miss(left.shift()!);
      }
      if (index.pts[left[0] ?? -1] === pts) {
        yield { frameIndex: left.shift()!, pts, ptsMs: ptsMsOf(pts, index.timeBase), width, height, rgb };
        if (left.length === 0) return;
      } else {
        this.#complaints.add('a picture was skipped: no packet has its time stamp');
      }
    }
    if (seekSeconds === null) for (const frame of left.splice(0)) this.#miss(frame);
  }

  /** One run of ffmpeg: its frames in order, each with the time stamp from its log. */
  async *#run(run: DecodeRun, signal: AbortSignal): AsyncGenerator<{ pts: number; rgb: Uint8Array }> {
    const { path, media, index, tools } = this.#request;
    const log = new FrameLog(this.#complaints, run.seekSeconds !== null);
    const args = decoderArguments(path, media, tools, {
      seekSeconds: run.seekSeconds,
      select: selectFilters(run, index),
      filters: rgbFilters(media.video),
      sink: [...queueFor(media), 'pipe:1'],
    });
    const decoder = new MediaProcess(tools.ffmpeg, args, {
      signal,
      onErrorLine: (line) => log.read(line),
      onErrorEnd: () => log.close(),
    });
    const frameBytes = media.video.width * media.video.height * 3;
    let rgb = new Uint8Array(frameBytes);
    let filled = 0;
    let position = 0;
    for await (const chunk of decoder.output()) {
      for (let taken = 0; taken < chunk.length;) {
        const part = chunk.subarray(taken, taken + frameBytes - filled);
        rgb.set(part, filled);
        taken += part.length;
        filled += part.length;
        if (filled < frameBytes) continue;
        yield { pts: (await log.timeOf(position++)) ?? NaN, rgb };
        rgb = new Uint8Array(frameBytes);
        filled = 0;
      }
    }
    if ((await decoder.ended) === null) this.#complaints.add('ffmpeg crashed while decoding');
  }

  #miss(frameIndex: number): void {
    this.missing.push({ frameIndex, reason: 'the decoder gave no picture' });
  }
}

/** Largest memory for frames that ffmpeg has decoded ahead. */
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
