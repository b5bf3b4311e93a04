/** MP4 and MOV: boxes that name their size, and an index of fragments (ISO/IEC 14496-12, sections 4.2, 8.8 and 8.16.3). */
import { mp4Boxes } from '../mp4-boxes.ts';
import {
  endsAt,
  followedAt,
  noEnd,
  sound,
  tooShort,
  type Ending,
  type StructureReader,
} from '../structure-reader.ts';

const ownBoxes = /^(?:ftyp|moov|mdat|moof|mfra|sidx|styp|free|skip|wide|pnot|udta|meta|uuid)$/;

/** The count of entries has 16 bits. */
const LARGEST_INDEX_BYTES = 40 + 12 * 0xffff;

export async function mp4Ending(reader: StructureReader): Promise<Ending> {
  const { sizeBytes } = reader;
  let last = { type: '', end: 0 };
  for await (const { type, start, end, isOpen } of mp4Boxes(reader)) {
    // Players and ffmpeg show the first of files that were put end to end (section 4.3: one ftyp a file).
    if (type === 'ftyp' && start > 0) return followedAt(start);
    // What is appended may look like a box; only a box of the format can be cut short.
    if (end > sizeBytes) return ownBoxes.test(type) ? tooShort(end, sizeBytes) : endsAt(start);
    if (type === 'sidx') {
      const announced = await indexedEnd(reader, start, end);
      if (announced > sizeBytes) return tooShort(announced, sizeBytes);
    }
    if (type === 'mdat' && isOpen) return { ...sound, isOpen };
    last = { type, end };
  }
  return last.type === 'moof' ? noEnd('the frames (mdat) of its last fragment') : endsAt(last.end);
}

/** Where the last fragment ends that a segment index names; other kinds of its entries name further indexes. */
async function indexedEnd(reader: StructureReader, start: number, end: number): Promise<number> {
  const box = await reader.bytes(start, Math.min(end - start, LARGEST_INDEX_BYTES));
  const wide = box[8] === 1;
  const entriesAt = wide ? 40 : 32;
  if (box.length < entriesAt) return 0;
  let at = end + (wide ? Number(box.readBigUInt64BE(28)) : box.readUInt32BE(24));
  for (let entry = entriesAt; entry + 12 <= box.length; entry += 12)
    at += box.readUInt32BE(entry) & 0x7fff_ffff;
  return at;
}
