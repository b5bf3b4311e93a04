/** MPEG-TS: packets of one length. A cut between two packets leaves no trace. */
import { endsAt, endsInside, sound, type Ending, type StructureReader } from '../structure-reader.ts';
import { allInSync, transportLayout, type TransportLayout } from '../transport-packets.ts';

export async function transportStreamEnding(reader: StructureReader): Promise<Ending> {
  const layout = await transportLayout(reader);
  if (layout === null) return sound;
  const rest = (reader.sizeBytes - layout.firstAt) % layout.packetBytes;
  const lastStart = reader.sizeBytes - rest;
  const lastPackets = [lastStart - layout.packetBytes, ...(rest > layout.syncAt ? [lastStart] : [])];
  if (!(await allInSync(reader, layout, lastPackets))) return endsAt(await syncEnd(reader, layout));
  return (await reader.isPaddedFrom(lastStart)) ? sound : endsInside('a transport packet');
}

/** Where packets stop, found by halving the file. Two sync bytes at their places are hardly there by chance. */
async function syncEnd(reader: StructureReader, layout: TransportLayout): Promise<number> {
  const startOf = (packet: number) => layout.firstAt + packet * layout.packetBytes;
  let inSync = 0;
  let outOfSync = Math.ceil((reader.sizeBytes - layout.firstAt) / layout.packetBytes);
  while (outOfSync - inSync > 1) {
    const middle = Math.floor((inSync + outOfSync) / 2);
    const two = [startOf(middle), startOf(middle - 1)];
    if (await allInSync(reader, layout, two)) inSync = middle;
    else outOfSync = middle;
  }
  // A GIF begins with the sync byte too.
  const last = startOf(outOfSync - 1);
  return (await reader.bytes(last, 4)).toString('latin1') === 'GIF8' ? last : startOf(outOfSync);
}
