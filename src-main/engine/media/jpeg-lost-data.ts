/**
 * Zeros in the coded data of a JPEG that no picture is coded as: a disk or a download left them in place of data. What a
 * row of zeros stands for is the shortest code of each Huffman table (ITU-T T.81, annexes C, F and G). Only flat blocks
 * may repeat, and no more of them than the picture has.
 */
import { isFrameHeader, jpegMarkers } from './jpeg-structure.ts';

const HUFFMAN_TABLES = 0xc4;
const SCAN = 0xda;
/** Baseline, extended and progressive; the others are not coded by these tables. */
const frames = new Set([0xc0, 0xc1, 0xc2]);
const PROGRESSIVE = 0xc2;
const SHORTEST_BYTES = 1024;
const zeros = Buffer.alloc(SHORTEST_BYTES);

/** What a code of zeros means. */
interface ShortestCode {
  bits: number;
  symbol: number;
}

interface ZeroRun {
  at: number;
  bytes: number;
}

interface LostData {
  /** The longest row of such zeros; null where there is none. */
  zeros: ZeroRun | null;
  /** A progressive picture is coded in passes over its values, and not all bits of all values are in them. */
  passesMissing: boolean;
}

/** Of the picture that the file begins with. */
export function lostJpegData(bytes: Buffer): LostData {
  const codes = new Map<number, ShortestCode>();
  let frame = { marker: 0, blocks: Infinity };
  let scan: { from: number; allowedBits: number } | null = null;
  let longest: ZeroRun | null = null;
  const passes = new Passes();
  for (const { marker, at } of jpegMarkers(bytes, 0)) {
    const run = scan && longestRun(bytes, scan.from, at);
    if (run && run.bytes * 8 > scan!.allowedBits && run.bytes > (longest?.bytes ?? 0)) longest = run;
    scan = null;
    const segment = bytes.subarray(
      at + 4,
      at + 2 + (at + 4 <= bytes.length ? bytes.readUInt16BE(at + 2) : 0),
    );
    if (isFrameHeader(marker)) frame = { marker, blocks: blocksOf(segment) };
    if (marker === HUFFMAN_TABLES) readCodes(segment, codes);
    if (marker === SCAN && frames.has(frame.marker)) {
      const from = at + 4 + segment.length;
      passes.read(segment);
      scan = { from, allowedBits: frame.blocks * bitsOfFlatBlock(segment, frame.marker, codes) };
    }
  }
  return { zeros: longest, passesMissing: frame.marker === PROGRESSIVE && passes.areMissing };
}

/**
 * The decoder needs more data than there is, or meets a code that no table has: a file that was cut and given a new end
 * marker. No intact one of 400 photographs and frames made it say so.
 * @param log of the decoder over the whole picture
 */
export const undecodedText = (log: readonly string[]): string[] =>
  log.some((line) => /^\[mjpeg @ \S+\] (?:overread \d|error y=\d)/.test(line))
    ? [
        'The data of the picture ends, or cannot be decoded, before the picture is complete. A part of the picture or of its detail is lost.',
      ]
    : [];

/** Which bits of the 64 values of a block the passes have brought (ITU-T T.81, annex G.1.1). */
class Passes {
  /** By component: the lowest bit of each value so far. */
  readonly #lowestBits = new Map<number, number[]>();

  get areMissing(): boolean {
    return [...this.#lowestBits.values()].flat().some((bit) => bit > 0);
  }

  read(scan: Buffer): void {
    const components = scan[0] ?? 0;
    const [first = 0, last = 0, precision = 0] = scan.subarray(1 + 2 * components);
    for (let i = 0; i < components; i += 1) {
      const known = this.#lowestBits.get(scan[1 + 2 * i]!) ?? Array.from({ length: 64 }, () => Infinity);
      this.#lowestBits.set(scan[1 + 2 * i]!, known.fill(precision & 15, first, last + 1));
    }
  }
}

/** Of all components together; Infinity where the header does not say. */
function blocksOf(header: Buffer): number {
  const components = Array.from({ length: header[5] ?? 0 }, (_, i) => header[7 + 3 * i] ?? 0x11);
  if (header.length < 6 || header.readUInt16BE(1) === 0) return Infinity;
  const widest = Math.max(...components.map((sampling) => sampling >> 4));
  const tallest = Math.max(...components.map((sampling) => sampling & 15));
  const units =
    Math.ceil(header.readUInt16BE(3) / (8 * widest)) * Math.ceil(header.readUInt16BE(1) / (8 * tallest));
  return units * components.reduce((sum, sampling) => sum + (sampling >> 4) * (sampling & 15), 0);
}

/** By class and number, as the tables name themselves. */
function readCodes(segment: Buffer, codes: Map<number, ShortestCode>): void {
  for (let at = 0; at + 17 < segment.length;) {
    const counts = [...segment.subarray(at + 1, at + 17)];
    codes.set(segment[at]!, { bits: counts.findIndex((count) => count > 0) + 1, symbol: segment[at + 17]! });
    at += 17 + counts.reduce((sum, count) => sum + count, 0);
  }
}

/** Bits of a block that zeros may code again and again; 0 where they never do, Infinity where it is not known. */
function bitsOfFlatBlock(scan: Buffer, frame: number, codes: ReadonlyMap<number, ShortestCode>): number {
  const components = scan[0] ?? 0;
  const [first, , precision] = scan.subarray(1 + 2 * components);
  // A later pass adds one bit to each value of a block.
  if (precision === undefined || precision >> 4 > 0) return precision === undefined ? Infinity : 64 + 16;
  const bits = Array.from({ length: components }, (_, i) => {
    const tables = scan[2 + 2 * i]!;
    const dc = first === 0 ? codes.get(tables >> 4) : { bits: 0, symbol: 0 };
    const hasAc = frame !== PROGRESSIVE || first !== 0;
    const ac = hasAc ? codes.get(0x10 | (tables & 15)) : { bits: 0, symbol: 0 };
    if (!dc || !ac) return Infinity;
    // No difference to the block before, and nothing else in this block; a progressive code may end many blocks at once.
    const isFlat = dc.symbol === 0 && (ac.symbol & 15) === 0 && ac.symbol !== 0xf0;
    return isFlat ? dc.bits + ac.bits + (ac.symbol >> 4) : 0;
  });
  return bits.includes(0) ? 0 : Math.max(0, ...bits);
}

function longestRun(bytes: Buffer, from: number, to: number): ZeroRun | null {
  const data = bytes.subarray(from, to);
  let longest: ZeroRun | null = null;
  for (let at = data.indexOf(zeros); at !== -1;) {
    let end = at + SHORTEST_BYTES;
    while (data[end] === 0) end += 1;
    if (end - at > (longest?.bytes ?? 0)) longest = { at: from + at, bytes: end - at };
    at = data.indexOf(zeros, end);
  }
  return longest;
}
