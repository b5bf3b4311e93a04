/** WTV: a file system of its own in sectors. No cut can be proved; another recording begins as the first one does. */
import { followedAt, sound, type Ending, type StructureReader } from '../structure-reader.ts';

const SECTOR_BYTES = 4096;
const MARK = Buffer.from('b7d800203749da11a64e0007e95ead8d', 'hex');

export async function wtvEnding(reader: StructureReader): Promise<Ending> {
  for (let at = SECTOR_BYTES; at < reader.sizeBytes; at += SECTOR_BYTES)
    if ((await reader.bytes(at, MARK.length)).equals(MARK)) return followedAt(at);
  return sound;
}
