/**
 * Encryption that ffmpeg does not name: its decoder finds no picture in the packets, or a garbled one. MPEG-TS of pay
 * television (transport_scrambling_control, ISO/IEC 13818-1, section 2.4.3.2), DVDs (PES_scrambling_control, section
 * 2.4.3.6), WMV (Content Encryption Object, ASF specification, section 3.14) and WebM (ContentEncryption, RFC 9559).
 */
import type { FfprobeStream } from './ffprobe-report.ts';
import { listedPlaces } from './missing-frames.ts';
import { readStructure, type StructureReader } from './structure-reader.ts';
import {
  eachTransportPacket,
  hasData,
  streamOf,
  transportLayout,
  type TransportPacket,
} from './transport-packets.ts';
import { isDecodable } from './video-stream.ts';

/** Table 2-4: anything but "not scrambled". */
export const isScrambled = ({ bytes, at }: TransportPacket): boolean => (bytes[at + 3]! & 0xc0) !== 0;

/** A single one may be a header with a flipped bit. */
const FEW_PACKETS = 3;

/** The scrambled packets of one stream. */
export class ScrambledPackets {
  count = 0;
  /** Packets with data, scrambled or not. */
  all = 0;
  /** Bytes of the file at which scrambled stretches begin. */
  readonly stretches: { position: number }[] = [];
  readonly #pid: number;
  #isInside = false;

  constructor(pid: number) {
    this.#pid = pid;
  }

  read(packet: TransportPacket, position: number): void {
    if (streamOf(packet) !== this.#pid || !hasData(packet)) return;
    this.all += 1;
    const scrambled = isScrambled(packet);
    if (scrambled) this.count += 1;
    if (scrambled && !this.#isInside) this.stretches.push({ position });
    this.#isInside = scrambled;
  }
}

/** @param places when the last frames are shown before the stretches, as text */
export function scrambledText(
  { count, all }: Pick<ScrambledPackets, 'count' | 'all'>,
  places: readonly (string | null)[],
): string[] {
  if (count < FEW_PACKETS) return [];
  const known = new Set(places.filter((place) => place !== null));
  const near = known.size === 0 ? '' : ` (near ${listedPlaces([...known])})`;
  return [
    `${count} of the ${all} transport packets of this video are encrypted${near}. Frames there were not examined: they need the broadcaster's key.`,
  ];
}

/** Whether the stream is encrypted in the way of its container. */
export async function isScrambledStream(
  path: string,
  { container, sizeBytes, stream }: { container: string; sizeBytes: number; stream: FfprobeStream },
  signal?: AbortSignal,
): Promise<boolean> {
  if (stream.tags['enc_key_id'] !== undefined) return true;
  const look = looks[container];
  return look === undefined
    ? false
    : readStructure(
        path,
        sizeBytes,
        signal,
        (reader) => look(reader, stream),
        () => false,
      );
}

type Look = (reader: StructureReader, stream: FfprobeStream) => Promise<boolean>;

/** Names of ffmpeg's demuxers. */
const looks: Readonly<Record<string, Look>> = {
  mpegts: transportStream,
  mpeg: programStream,
  asf: async (reader) => {
    const header = await reader.bytes(0, ASF_HEADER_BYTES);
    return encryptionObjects.some((guid) => header.includes(guid));
  },
};

/** All that is looked at: a recording that is encrypted begins so. */
const LOOKED_AT_BYTES = 4 * 2 ** 20;
const ASF_HEADER_BYTES = 2 ** 16;
/** The plain, the extended and the advanced one. */
const encryptionObjects = [
  'fbb3112223bdd211b4b700a0c955fc6e',
  '14e68a292226174cb935dae07ee9289c',
  'b69b077aa4da124ea5ca91d38dc11a8d',
].map((guid) => Buffer.from(guid, 'hex'));

/** What is encrypted in part is examined where it is not. */
async function transportStream(reader: StructureReader, stream: FfprobeStream): Promise<boolean> {
  const pid = Number(stream.id);
  if (isDecodable(stream) || !Number.isInteger(pid)) return false;
  const layout = await transportLayout(reader);
  if (layout === null) return false;
  const found = new ScrambledPackets(pid);
  await eachTransportPacket(
    reader,
    layout,
    (packet, position) => found.read(packet, position),
    LOOKED_AT_BYTES,
  );
  return found.count >= FEW_PACKETS && found.count > found.all / 2;
}

const PES_START = Buffer.from([0, 0, 1]);
const VIDEO_STREAMS = { first: 0xe0, last: 0xef };

/** A DVD's pictures are scrambled in part, so that a decoder makes garbled ones of them. */
async function programStream(reader: StructureReader): Promise<boolean> {
  const bytes = await reader.bytes(0, LOOKED_AT_BYTES);
  let scrambled = 0;
  for (let at = bytes.indexOf(PES_START); at !== -1 && at + 6 < bytes.length;) {
    const [id, flags] = [bytes[at + 3]!, bytes[at + 6]!];
    const isVideo = id >= VIDEO_STREAMS.first && id <= VIDEO_STREAMS.last;
    // "10" and the scrambling control; a start code within the data of a picture has other bits there.
    if (isVideo && (flags & 0xc0) === 0x80 && (flags & 0x30) !== 0) scrambled += 1;
    const length = isVideo ? bytes.readUInt16BE(at + 4) : 0;
    at = bytes.indexOf(PES_START, at + Math.max(4, 6 + length));
  }
  return scrambled >= FEW_PACKETS;
}
