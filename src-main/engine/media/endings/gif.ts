/** GIF: blocks of sub-blocks up to the trailer (GIF89a, appendix B). */
import { endsAt, followedAt, noEnd, sound, type Ending, type StructureReader } from '../structure-reader.ts';

export async function gifEnding(reader: StructureReader): Promise<Ending> {
  const bytes = await reader.whole();
  if (bytes === null) return sound;
  const colours = (flags: number) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  let at = 13 + colours(bytes[10] ?? 0);
  while (at < bytes.length && bytes[at] !== 0x3b) {
    if (bytes[at] === 0x21) at += 2;
    else if (bytes[at] === 0x2c) at += 11 + colours(bytes[at + 9] ?? 0);
    else return sound;
    while (at < bytes.length && bytes[at] !== 0) at += 1 + bytes[at]!;
    at += 1;
  }
  if (at >= bytes.length) return noEnd('its trailer');
  return bytes.toString('latin1', at + 1, at + 5) === 'GIF8' ? followedAt(at + 1) : endsAt(at + 1);
}
