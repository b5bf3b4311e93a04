/**
 * The packets of an MPEG transport stream (ISO/IEC 13818-1, section 2.4.3). Discs and cameras put four bytes before
 * each packet (M2TS), broadcasters add 16 check bytes.
 */
import type { StructureReader } from './structure-reader.ts';

const SYNC_BYTE = 0x47;
const HEADER_AND_DATA_BYTES = 188;
/** Read at once: about a megabyte. */
const PACKETS_READ = 5000;

export interface TransportLayout {
  packetBytes: number;
  /** Place of the sync byte in the packet. */
  syncAt: number;
}

const layouts: readonly TransportLayout[] = [
  { packetBytes: 188, syncAt: 0 },
  { packetBytes: 192, syncAt: 4 },
  { packetBytes: 204, syncAt: 0 },
];

/** By the first three packets; null for a stream that does not begin with a whole packet. */
export async function transportLayout(reader: StructureReader): Promise<TransportLayout | null> {
  for (const layout of layouts) {
    const places = [0, 1, 2].map((packet) => packet * layout.packetBytes);
    if (await allInSync(reader, layout, places)) return layout;
  }
  return null;
}

export async function allInSync(
  reader: StructureReader,
  { syncAt }: TransportLayout,
  starts: readonly number[],
): Promise<boolean> {
  for (const start of starts) if ((await reader.bytes(start + syncAt, 1))[0] !== SYNC_BYTE) return false;
  return true;
}

/** Calls back for each packet, from its sync byte on, with the byte of the file at which it begins; where bytes are lost, it goes on at the next two packets in sync. */
export async function eachTransportPacket(
  reader: StructureReader,
  { packetBytes, syncAt }: TransportLayout,
  visit: (packet: Buffer, position: number) => void,
): Promise<void> {
  let inSync = true;
  for (let start = syncAt; start + HEADER_AND_DATA_BYTES <= reader.sizeBytes;) {
    const bytes = await reader.bytes(start, PACKETS_READ * packetBytes);
    let at = 0;
    while (at + HEADER_AND_DATA_BYTES <= bytes.length) {
      inSync = bytes[at] === SYNC_BYTE && (inSync || bytes[at + packetBytes] === SYNC_BYTE);
      if (inSync) visit(bytes.subarray(at, at + HEADER_AND_DATA_BYTES), start + at - syncAt);
      at += inSync ? packetBytes : 1;
    }
    start += at;
  }
}
