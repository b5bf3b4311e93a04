/**
 * Reads ffmpeg's log: the time of each frame from the `showinfo` filter, in the same order as the pixels on the other
 * channel, and the warnings of the decoder.
 */
import type { Rational } from '../../shared/domain.ts';
import { Complaints } from './complaints.ts';

/**
 * H.264 decoders log this when decoding starts inside an open group of pictures. It concerns pictures that are not
 * shown. At the beginning of a file it is a defect; after a seek it is not.
 */
const landingNoise = /mmco: unref short failure/;

export class FrameLog {
  /** Time stamps of the frames seen so far; NaN for a frame without one. */
  readonly times: number[] = [];
  timeBase: Rational | null = null;
  readonly complaints: Complaints;
  readonly #afterSeek: boolean;
  #countedFrom = 0;
  #closed = false;
  #waiting: (() => void) | null = null;

  /** @param complaints shared by all runs over one file, so their counts add up */
  constructor(complaints = new Complaints(), afterSeek = false) {
    this.complaints = complaints;
    this.#afterSeek = afterSeek;
  }

  read(line: string): void {
    // Anchored: titles in the file's metadata are logged too, but never at the start of a line.
    const frame = /^\[Parsed_showinfo_\d+ @ \S+\] \[info\] n:\s*(\d+) pts:\s*(\S+)/.exec(line);
    if (frame) return this.#addFrame(Number(frame[1]), Number(frame[2]));
    const base = /^\[Parsed_showinfo_\d+ @ \S+\] \[info\] config in time_base: (\d+)\/(\d+)/.exec(line);
    if (base) this.timeBase ??= { num: Number(base[1]), den: Number(base[2]) };
    const complaint = /^(?:\[(\S+) @ \S+\] )?\[(?:error|fatal|panic)\] (.*\S)/.exec(line);
    if (!complaint || (this.#afterSeek && landingNoise.test(line))) return;
    const [, speaker, text = ''] = complaint;
    this.complaints.add(speaker && speaker !== 'NULL' ? `${speaker}: ${text}` : text);
  }

  /** The time stamp of the frame at this position; undefined if the log ended before it. */
  async timeOf(position: number): Promise<number | undefined> {
    while (this.times.length <= position && !this.#closed) {
      await new Promise<void>((resolve) => (this.#waiting = resolve));
    }
    return this.times[position];
  }

  close(): void {
    this.#closed = true;
    this.#wake();
  }

  #addFrame(n: number, pts: number): void {
    // The filter starts again from 0 when the picture size changes inside the video.
    if (n === 0) this.#countedFrom = this.times.length;
    // If a line is lost, its frame has no time. The times of the other frames stay correct.
    while (this.times.length < this.#countedFrom + n) this.times.push(NaN);
    this.times[this.#countedFrom + n] = pts;
    this.#wake();
  }

  #wake(): void {
    this.#waiting?.();
    this.#waiting = null;
  }
}
