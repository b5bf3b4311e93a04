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

/**
 * Calls back for each packet, from its sync byte on, with the byte of the file at which it begins. Where bytes are lost,
 * it goes on at the next two packets in sync; where the file is shorter than it was, it ends.
 */
export async function eachTransportPacket(
  reader: StructureReader,
  { packetBytes, syncAt, firstAt }: TransportLayout,
  visit: (packet: Buffer, position: number) => void,
): Promise<void> {
  let inSync = true;
  for (let start = firstAt + syncAt; start + HEADER_AND_DATA_BYTES <= reader.sizeBytes;) {
    const bytes = await reader.bytes(start, PACKETS_READ * packetBytes);
    let at = 0;
    while (at + HEADER_AND_DATA_BYTES <= bytes.length) {
      inSync = bytes[at] === SYNC_BYTE && (inSync || bytes[at + packetBytes] === SYNC_BYTE);
      if (inSync) visit(bytes.subarray(at, at + HEADER_AND_DATA_BYTES), start + at - syncAt);
      at += inSync ? packetBytes : 1;
    }
    if (at === 0) return;
    start += at;
  }
}
