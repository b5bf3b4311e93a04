/** MPEG-TS: packets of one length. A cut between two packets leaves no trace. */
import { endsInside, sound, type Ending, type StructureReader } from '../structure-reader.ts';
import { allInSync, transportLayout } from '../transport-packets.ts';

export async function transportStreamEnding(reader: StructureReader): Promise<Ending> {
  const layout = await transportLayout(reader);
  if (layout === null) return sound;
  const rest = (reader.sizeBytes - layout.firstAt) % layout.packetBytes;
  const lastStart = reader.sizeBytes - rest;
  const lastPackets = [lastStart - layout.packetBytes, ...(rest > layout.syncAt ? [lastStart] : [])];
  return !(await reader.isPaddedFrom(lastStart)) && (await allInSync(reader, layout, lastPackets))
    ? endsInside('a transport packet')
    : sound;
}
