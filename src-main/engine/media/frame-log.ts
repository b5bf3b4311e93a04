/**
 * Reads ffmpeg's log: time and size of each frame as the `showinfo` filter prints them, in the order in which the
 * pixels follow on the other channel, and what the decoder complained about.
 */
import type { Rational } from '../../shared/domain.ts';
import type { ColourTags } from './colour.ts';
import { Complaints } from './complaints.ts';
import { known } from './ffprobe-values.ts';

/**
 * H.264 decoders log this when decoding starts inside an open group of pictures. It concerns pictures that are not
 * shown. At the beginning of a file it is a defect; after a seek it is not.
 */
const landingNoise = /mmco: unref short failure|co located POCs unavailable/;
/**
 * About the file's metadata, not its pixels: many phones write WebP with an Exif header that ffmpeg does not expect. And
 * about our own sink, which throws frames away and expects their times to rise.
 */
const noise = /invalid TIFF header in Exif data|^\[null @/;

export interface LoggedFrame {
  /** NaN for a frame without a time stamp. */
  pts: number;
  width: number;
  height: number;
  /** 1 for a frame at which decoding can begin. */
  key: number;
  /** As the decoder names it: I, P, B and rarer ones; null where it names none. */
  pictureType: string | null;
  /** Byte of the file at which it begins; null where the decoder does not say (from release 7 on). */
  position: number | null;
  /** As the frame named them before it was converted; null where {@link colourLog} is not among the filters. */
  colours: ColourTags | null;
}

/** The filter that writes the colour tags of each frame to the log. */
export const colourLog = 'showinfo@tags=checksum=0';

export class FrameLog {
  /** The frames seen so far. */
  readonly frames: LoggedFrame[] = [];
  timeBase: Rational | null = null;
  readonly complaints: Complaints;
  readonly #afterSeek: boolean;
  #countedFrom = 0;
  #pixelFormat = '';
  #colours: ColourTags | null = null;
  #closed = false;
  #waiting: (() => void) | null = null;

  /** @param complaints shared by all runs over one file, so their counts add up */
  constructor(complaints = new Complaints(), afterSeek = false) {
    this.complaints = complaints;
    this.#afterSeek = afterSeek;
  }

  /** @returns whether the line is about a frame */
  read(line: string): boolean {
    // Anchored: a title in the file's own metadata is printed too, but never at the start of a line.
    const frame = /^\[Parsed_showinfo_\d+ @ \S+\] \[info\] n:\s*(\d+) pts:\s*(\S+) .* s:(\d+)x(\d+)/.exec(
      line,
    );
    if (frame) {
      const [n, pts, width, height] = frame.slice(1).map(Number) as [number, number, number, number];
      const position = / pos:\s*(\d+)/.exec(line)?.[1];
      this.#addFrame(n, {
        pts,
        key: line.includes(' iskey:1 ') ? 1 : 0,
        pictureType: / type:([A-Za-z])(?: |$)/.exec(line)?.[1] ?? null,
        width,
        height,
        position: position === undefined ? null : Number(position),
        colours: this.#colours,
      });
      return true;
    }
    if (/^\[\S*showinfo@tags\S* @ \S+\] \[info\] /.test(line)) {
      this.#readTags(line);
      return true;
    }
    const base = /^\[Parsed_showinfo_\d+ @ \S+\] \[info\] config in time_base: (\d+)\/(\d+)/.exec(line);
    if (base) this.timeBase ??= { num: Number(base[1]), den: Number(base[2]) };
    if (/^\[\S+ @ \S+\] \[info\] concealing \d+ DC/.test(line)) this.complaints.concealedFrames += 1;
    const complaint = /^(?:\[(\S+) @ \S+\] )?\[(?:error|fatal|panic)\] (.*\S)/.exec(line);
    if (!complaint || noise.test(line) || (this.#afterSeek && landingNoise.test(line))) return false;
    const [, speaker, text = ''] = complaint;
    this.complaints.add(speaker && speaker !== 'NULL' ? `${speaker}: ${text}` : text);
    return false;
  }

  /** The frame at this position; undefined when the log ended before it. */
  async frame(position: number): Promise<LoggedFrame | undefined> {
    while (this.frames.length <= position && !this.#closed) {
      await new Promise<void>((resolve) => (this.#waiting = resolve));
    }
    return this.frames[position];
  }

  close(): void {
    this.#closed = true;
    this.#wake();
  }

  #readTags(line: string): void {
    this.#pixelFormat = / n:.* fmt:(\S+)/.exec(line)?.[1] ?? this.#pixelFormat;
    const tags = / color_range:(\S+) color_space:(\S+) color_primaries:(\S+) color_trc:(\S+)/.exec(line);
    if (!tags) return;
    const [colorRange = null, colorSpace = null, colorPrimaries = null, colorTransfer = null] = tags
      .slice(1)
      .map(known);
    this.#colours = { colorRange, colorSpace, colorPrimaries, colorTransfer, pixelFormat: this.#pixelFormat };
  }

  #addFrame(n: number, frame: LoggedFrame): void {
    // The filter counts from 0 again when the picture size changes on the way.
    if (n === 0) this.#countedFrom = this.frames.length;
    // A lost line leaves its frame without a time and moves no other frame's.
    while (this.frames.length < this.#countedFrom + n) this.frames.push({ ...frame, pts: NaN });
    this.frames.push(frame);
    this.#wake();
  }

  #wake(): void {
    this.#waiting?.();
    this.#waiting = null;
  }
}
