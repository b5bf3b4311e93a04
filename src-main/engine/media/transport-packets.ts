/**
 * The packets of an MPEG transport stream (ISO/IEC 13818-1, section 2.4.3). Discs and cameras put four bytes before
 * each packet (M2TS), broadcasters add 16 check bytes.
 */
import type { StructureReader } from './structure-reader.ts';

const SYNC_BYTE = 0x47;
const HEADER_AND_DATA_BYTES = 188;
/** Read at once: about a megabyte. */
const PACKETS_READ = 5000;
/** So much further on in the file, the bytes of a packet may be overwritten by those of a later one. */
export const KEPT_BYTES = (PACKETS_READ - 1) * HEADER_AND_DATA_BYTES;

export interface TransportLayout {
  packetBytes: number;
  /** Place of the sync byte in the packet. */
  syncAt: number;
  /** Where the first whole packet begins: what is captured or carved can begin inside one. */
  firstAt: number;
}

const forms = [
  { packetBytes: 188, syncAt: 0 },
  { packetBytes: 192, syncAt: 4 },
  { packetBytes: 204, syncAt: 0 },
];

/** By five packets in sync, or as many as the file has, at least three; null where there are none. */
export async function transportLayout(reader: StructureReader): Promise<TransportLayout | null> {
  const wholeFirst = forms.map((form) => ({ ...form, firstAt: 0 }));
  const later = forms.flatMap((form) =>
    Array.from({ length: form.packetBytes - 1 }, (_, before) => ({ ...form, firstAt: before + 1 })),
  );
  for (const layout of [...wholeFirst, ...later]) {
    const { packetBytes, firstAt } = layout;
    const packets = Math.min(5, Math.max(3, Math.floor((reader.sizeBytes - firstAt) / packetBytes)));
    const places = Array.from({ length: packets }, (_, packet) => firstAt + packet * packetBytes);
    if (await allInSync(reader, layout, places)) return layout;
  }
  return null;
}

export async function allInSync(
  reader: StructureReader,
  { syncAt }: Pick<TransportLayout, 'syncAt'>,
  starts: readonly number[],
): Promise<boolean> {
  for (const start of starts) if ((await reader.bytes(start + syncAt, 1))[0] !== SYNC_BYTE) return false;
  return true;
}

/** A packet in a longer buffer: an hour of video has millions of them, and a copy or view of each would take seconds. */
export interface TransportPacket {
  bytes: Buffer;
  /** Its sync byte. */
  at: number;
}

/** PID, the number of the stream that a packet belongs to. */
export const streamOf = ({ bytes, at }: TransportPacket): number =>
  ((bytes[at + 1]! & 0x1f) << 8) | bytes[at + 2]!;

export const packetEnd = ({ at }: TransportPacket): number => at + HEADER_AND_DATA_BYTES;

/** Whether a table or a part of the stream begins in it (payload_unit_start_indicator). */
export const beginsUnit = ({ bytes, at }: TransportPacket): boolean => (bytes[at + 1]! & 0x40) !== 0;

/** Whether data follows the header (adaptation_field_control). */
export const hasData = ({ bytes, at }: TransportPacket): boolean => (bytes[at + 3]! & 0x10) !== 0;

/** Its data, behind the adaptation field, whose clock may differ between two copies of a packet. */
export function dataAt({ bytes, at }: TransportPacket): number {
  const hasField = (bytes[at + 3]! & 0x20) !== 0;
  return hasField ? Math.min(at + 5 + bytes[at + 4]!, at + HEADER_AND_DATA_BYTES) : at + 4;
}

/**
 * Calls back for each packet with the byte of the file at which it begins. The object is the same each time. Where bytes
 * are lost, it goes on at the next two packets in sync; where the file is shorter than it was, it ends.
 * @param endBytes where to end, to within a few packets; the whole file when left out
 */
export async function eachTransportPacket(
  reader: StructureReader,
  { packetBytes, syncAt, firstAt }: TransportLayout,
  visit: (packet: TransportPacket, position: number) => void,
  endBytes = reader.sizeBytes,
): Promise<void> {
  const end = Math.min(endBytes, reader.sizeBytes);
  let inSync = true;
  let [buffer, before] = [0, 0].map(() => Buffer.allocUnsafe(PACKETS_READ * packetBytes));
  for (let start = firstAt + syncAt; start + HEADER_AND_DATA_BYTES <= end;) {
    [buffer, before] = [before!, buffer!];
    const bytes = await reader.read(buffer, start);
    const packet = { bytes, at: 0 };
    while (packet.at + HEADER_AND_DATA_BYTES <= bytes.length) {
      const { at } = packet;
      inSync = bytes[at] === SYNC_BYTE && (inSync || bytes[at + packetBytes] === SYNC_BYTE);
      if (inSync) visit(packet, start + at - syncAt);
      packet.at += inSync ? packetBytes : 1;
    }
    if (packet.at === 0) return;
    start += packet.at;
  }
}
