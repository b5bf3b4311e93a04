/**
 * Zeros where the recording should be. Many zeros belong there: padding, silence, black pictures without compression. A
 * row of them is named only where no intact file of this format can have one.
 */
import type { MediaInfo } from '../../shared/domain.ts';
import type { FrameIndex } from './frame-index.ts';
import type { StoredPacket } from './read-packets.ts';
import { matroskaStop } from './endings/matroska.ts';
import { riffStop } from './endings/riff.ts';
import { lostJpegData } from './jpeg-lost-data.ts';
import { listedPlaces } from './missing-frames.ts';
import {
  bytesText,
  notReadText,
  readStructure,
  type Ending,
  type StructureReader,
} from './structure-reader.ts';
import { zeroRuns, type ZeroRun } from './zero-runs.ts';

/** A row of this length holds the start of a packet, page or tag, which is never zero; containers by ffmpeg's names. */
const longestRow: Readonly<Record<string, number>> = {
  mpegts: 4096,
  mpeg: 6 + 0xffff,
  ogg: 27 + 255 + 255 * 255,
  flv: 64 * 1024,
  ivf: 64 * 1024,
};
/** Shorter ones at the end fill up the last block of a disk or of a recorder's buffer. */
const LONG_BYTES = 64 * 1024;

/**
 * Pictures that neither begin with so many zeros nor hold long rows of them. Those without compression and without loss
 * can be all zero, and those for editing (DNxHD, ProRes) are filled up before their end.
 */
const compressed =
  /^(?:h26[134]|hevc|vvc|av1|vp[89]|mpeg[12]video|mpeg4|mjpeg|theora|flv1|wmv[123]|vc1|msmpeg4v[123])$/;
/** Of these, no picture holds as many zeros as a start code, but before one: they are coded so that it can be found. */
const withStartCodes = /^(?:h26[134]|hevc|vvc|mpeg[12]video|mpeg4|flv1)$/;
const PICTURE_START_BYTES = 64;
/** Smaller packets say only that a picture is repeated. */
const SMALLEST_BYTES = 16;
/** Some containers give the place of the head before the picture. */
const PACKET_HEAD_BYTES = 64;
/** No claim is made about a longer one. */
const LONGEST_JPEG_BYTES = 64 * 2 ** 20;
const JPEG_START = Buffer.from('ffd8ff', 'hex');

/** In these the structure ends where no part of it begins; that it goes on behind zeros, only the packets tell. */
const withoutLength = /^(?:flv|ogg|mpeg|ivf)$/;

/** Where the walk over the structure stops before its end; null where it does not. */
const stops: readonly [RegExp, (reader: StructureReader) => Promise<number | null>][] = [
  [/^matroska/, matroskaStop],
  [/^avi$/, riffStop],
];

export async function lostBlocksText(
  path: string,
  { kind, container, sizeBytes, video }: MediaInfo,
  { packets, readTo }: Pick<FrameIndex, 'packets' | 'readTo'>,
  ending: Ending,
  signal?: AbortSignal,
): Promise<string[]> {
  if (kind !== 'video') return [];
  return readStructure(
    path,
    sizeBytes,
    signal,
    async (reader) => {
      const runs = await zeroRuns(reader);
      if (runs.length === 0) return [];
      const stop = (await stops.find(([names]) => names.test(container))?.[1](reader)) ?? null;
      const stored = compressed.test(video.codec) ? packets.toSorted((a, b) => a.position - b.position) : [];
      const inPictures: ZeroRun[] = [];
      const atEnd: ZeroRun[] = [];
      let next = 0;
      for (const run of runs) {
        while (next < stored.length && stored[next]!.position + stored[next]!.size <= run.start) next += 1;
        const isLong = run.end - run.start >= (longestRow[container] ?? Infinity);
        const goesOn = withoutLength.test(container) && (readTo ?? 0) >= run.end;
        const isStop = isIn(run, stop) || (goesOn && isIn(run, ending.end));
        const isTail = run.end === sizeBytes;
        if (await holdsPictures(run, stored, next, video.codec, reader)) inPictures.push(run);
        else if (isTail && (isLong || isStop) && run.end - run.start >= LONG_BYTES) atEnd.push(run);
        else if (!isTail && (isLong || isStop)) inPictures.push(run);
      }
      return [...inTheMiddle(inPictures), ...atTheEnd(atEnd)];
    },
    (at) => notReadText(at, 'whether zeros stand in place of pictures'),
  );
}

const isIn = ({ start, end }: ZeroRun, place: number | null | undefined): boolean =>
  typeof place === 'number' && place >= start && place < end;

/**
 * Whether a picture begins in these zeros, or goes on behind them.
 * @param first of the packets that do not end before them
 */
async function holdsPictures(
  { start, end }: ZeroRun,
  stored: readonly StoredPacket[],
  first: number,
  codec: string,
  reader: StructureReader,
): Promise<boolean> {
  for (let i = first; i < stored.length && stored[i]!.position < end; i += 1) {
    const { position, size } = stored[i]!;
    if (size >= SMALLEST_BYTES && position >= start && position + PICTURE_START_BYTES <= end) return true;
    const isLong = end - start >= LONG_BYTES || withStartCodes.test(codec);
    if (!isLong || position >= start || end >= position + size) continue;
    if (codec === 'mjpeg')
      return hasLostData(
        await reader.bytes(position, Math.min(size + PACKET_HEAD_BYTES, LONGEST_JPEG_BYTES)),
      );
    // Encoders of a constant rate fill up with zeros before a start code (00 00 01), or to the end of the picture.
    return (await reader.bytes(end, 1))[0] !== 1;
  }
  return false;
}

/** A large black JPEG can be all zeros. */
function hasLostData(packet: Buffer): boolean {
  const start = packet.subarray(0, PACKET_HEAD_BYTES).indexOf(JPEG_START);
  return start !== -1 && lostJpegData(packet.subarray(start)).zeros !== null;
}

const rows = (runs: readonly ZeroRun[]) =>
  listedPlaces(runs.map(({ start, end }) => `${bytesText(end - start)} from byte ${start}`));

const inTheMiddle = (runs: readonly ZeroRun[]) =>
  runs.length === 0
    ? []
    : [
        `Zeros stand where the recording should be: ${rows(runs)}. What was there is lost; frames are damaged or absent.`,
      ];

const atTheEnd = (runs: readonly ZeroRun[]) =>
  runs.map(
    ({ start, end }) =>
      `The file ends with ${bytesText(end - start)} of zeros (from byte ${start}): its copy is incomplete, or the recorder filled it up.`,
  );
