/** The packets of one video stream as ffprobe lists them, without decoding: times, sizes and places of its frames. */
import type { MediaInfo } from '../../shared/domain.ts';
import { EngineError } from '../../shared/errors.ts';
import type { FfmpegPair } from './ffmpeg.ts';
import { FrameLog } from './frame-log.ts';
import { inputArguments, inspectInput, isReadAsFound, mediaArguments } from './media-input.ts';
import { MediaProcess } from './media-process.ts';
import type { StampedFrame } from './presentation-order.ts';
import { encryptedRefusal } from './probe-failure.ts';

/** A day at 50 frames a second has fewer. All are kept in memory, and a small file can claim any number. */
export const MAX_FRAMES = 5_000_000;

export interface StoredPacket {
  position: number;
  size: number;
}

export interface PacketReading {
  /** One for each packet that is shown, in the order of the file. */
  frames: StampedFrame[];
  /** Whether a frame has no presentation time. */
  timesMissing: boolean;
  /** Packets, those that an edit list hides among them. */
  storedFrames: number;
  /** Of the shown frame that comes last, in ticks. */
  latest: { pts: number; duration: number };
  /** The last byte at which a shown packet begins; null where no packet tells, or ffprobe crashed. */
  readTo: number | null;
  /** Where the packets lie; none if ffprobe crashed. */
  packets: StoredPacket[];
  /** Exit code of ffprobe; null if it crashed. */
  code: number | null;
  warnings: string[];
}

/** Which stream of which input, as ffprobe's options say it. */
interface PacketSource {
  stream: string;
  input: readonly string[];
}

export const mediaPackets = (path: string, media: MediaInfo): PacketSource => ({
  stream: String(media.video.index),
  input: mediaArguments(path, media),
});

/**
 * Begins to read the packets of a file's only video stream before the file is probed, because each ffprobe takes longer
 * to start than to read a short file.
 * @param signal ends the reading
 * @returns what answers with the reading once the file is probed, or with undefined where it is not of the stream to index
 * @throws EngineError as inspectInput
 */
export async function packetsBeside(
  path: string,
  tools: FfmpegPair,
  signal: AbortSignal,
): Promise<(media: MediaInfo) => Promise<PacketReading> | undefined> {
  const { pictureDemuxer, heifBrand } = await inspectInput(path, signal);
  if (pictureDemuxer !== null || heifBrand !== null) return () => undefined;
  const reading = readPackets(path, { stream: 'v', input: inputArguments(path, null) }, tools, signal);
  // A file that is refused has no use for it.
  reading.catch(() => undefined);
  return (media) => {
    const videos = media.streams.filter(({ kind }) => kind === 'video');
    return videos.length === 1 && isReadAsFound(media) ? reading : undefined;
  };
}

/** @throws EngineError media/encrypted, media/unsupported for too many frames, media/timed-out; the abort reason */
export async function readPackets(
  path: string,
  { stream, input }: PacketSource,
  { ffprobe, bwrap }: FfmpegPair,
  signal: AbortSignal | undefined,
): Promise<PacketReading> {
  const shown = 'packet=pts,dts,duration,size,pos,flags:packet_side_data=side_data_type';
  const entries = ['-select_streams', stream, '-show_entries', shown];
  const args = ['-v', 'repeat+level+error', ...entries, '-of', 'csv=p=0', ...input];
  const frames: StampedFrame[] = [];
  const log = new FrameLog();
  let timesMissing = false;
  let storedFrames = 0;
  let readTo: number | null = null;
  const packets: StoredPacket[] = [];
  let latest = { pts: -Infinity, duration: 0 };
  const demuxer = new MediaProcess(ffprobe, args, {
    ...{ bwrap, reads: path, signal },
    onErrorLine: (line) => log.read(line),
  });
  for await (const line of lines(demuxer.output())) {
    // A packet with side data is followed by an empty line, in MPEG-TS every one.
    if (line === '') continue;
    // Only of MP4 ffprobe knows that a packet is encrypted.
    if (line.includes(',Encryption info')) throw encryptedRefusal('Common Encryption');
    const [presented = '', decoded = '', lasting = '', size = '', place = '', flags = ''] = line.split(',');
    storedFrames += 1;
    if (storedFrames > MAX_FRAMES) throw tooManyFrames();
    const position = ticks(place);
    if (position !== null) packets.push({ position, size: Number(size) });
    // What an edit list cuts away is decoded for the sake of later frames, but never shown.
    if (flags.includes('D')) continue;
    readTo = Math.max(readTo ?? 0, position ?? 0);
    const [pts, dts] = [ticks(presented), ticks(decoded)];
    if (pts === null) timesMissing = true;
    if (pts !== null && pts >= latest.pts) latest = { pts, duration: ticks(lasting) ?? 0 };
    frames.push({ pts: pts ?? NaN, dts, key: flags.includes('K') ? 1 : 0, position });
  }
  const code = await demuxer.ended;
  const warnings = log.complaints.list();
  const read = { frames, timesMissing, storedFrames, latest, code, warnings };
  // An ffprobe that crashed has not read all packets.
  return code === null ? { ...read, readTo: null, packets: [] } : { ...read, readTo, packets };
}

export const tooManyFrames = () =>
  new EngineError(
    'media/unsupported',
    `The video has more than ${MAX_FRAMES.toLocaleString('en-GB')} frames, and Exhibit examines up to that many. Cut it into parts without encoding it again, and add each as evidence of its own.`,
  );

/** ffprobe writes N/A, or nothing, for a time that is not there. */
const ticks = (text: string) => (/^-?\d+$/.test(text) ? Number(text) : null);

async function* lines(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of chunks) {
    const parts = (rest + chunk.toString('latin1')).split('\n');
    rest = parts.pop() ?? '';
    yield* parts;
  }
  if (rest !== '') yield rest;
}
