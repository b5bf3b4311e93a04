/**
 * MPEG-TS: packets of one length, each with a sync byte (ISO/IEC 13818-1, section 2.4.3). Discs and cameras put four
 * bytes before each packet (M2TS), broadcasters add 16 check bytes. A cut between two packets leaves no trace.
 */
import { endsInside, sound, type Ending, type StructureReader } from './structure-reader.ts';

const SYNC_BYTE = 0x47;
const layouts = [
  { packetBytes: 188, syncAt: 0 },
  { packetBytes: 192, syncAt: 4 },
  { packetBytes: 204, syncAt: 0 },
];

export async function transportStreamEnding(reader: StructureReader): Promise<Ending> {
  for (const { packetBytes, syncAt } of layouts) {
    const rest = reader.sizeBytes % packetBytes;
    const lastStart = reader.sizeBytes - rest;
    const starts = [
      0,
      packetBytes,
      2 * packetBytes,
      lastStart - packetBytes,
      ...(rest > syncAt ? [lastStart] : []),
    ];
    if (
      await allInSync(
        reader,
        starts.map((start) => start + syncAt),
      )
    ) {
      return rest === 0 ? sound : endsInside('a transport packet');
    }
  }
  return sound;
}

async function allInSync(reader: StructureReader, positions: readonly number[]): Promise<boolean> {
  for (const position of positions) if ((await reader.bytes(position, 1))[0] !== SYNC_BYTE) return false;
  return true;
}
