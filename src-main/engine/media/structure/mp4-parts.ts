/** The boxes of an MP4 or MOV as a tree (ISO/IEC 14496-12, section 4.2; QuickTime File Format), with what they say. */
import { bytesText, type StructureReader } from '../structure-reader.ts';
import { boxMeanings } from './mp4-names.ts';
import { boxValue, newMovie, type Movie } from './mp4-values.ts';
import type { Level, PartList } from './part-list.ts';

interface Box {
  type: string;
  start: number;
  /** The first byte behind its head. */
  body: number;
  /** As far as it is in the file and in the box around it. */
  end: number;
}

/** What stands before the boxes in it: nothing, or version and flags, or these and a count. */
const bytesBefore: ReadonlyMap<string, number> = new Map(
  Object.entries({
    ...{ moov: 0, trak: 0, mdia: 0, minf: 0, stbl: 0, edts: 0, dinf: 0, udta: 0, mvex: 0, moof: 0, traf: 0 },
    ...{ mfra: 0, ilst: 0, tapt: 0, gmhd: 0, wave: 0, sinf: 0, schi: 0, dref: 8, stsd: 8 },
  }),
);
/** Of the entry of a codec (ISO/IEC 14496-12, section 12): of video; of sound by the version of QuickTime. */
const VIDEO_ENTRY = 78;
const soundEntries = [28, 44, 64];

/** The only user types that are told by name: Content Credentials (C2PA, "Embedding manifests into BMFF") and XMP. */
const C2PA_UUID = 'd8fec3d61b0e483c92975828877ec481';
const XMP_UUID = 'be7acfcb97a942e89c71999491e3afac';

export const mp4Parts = (reader: StructureReader, list: PartList): Promise<void> =>
  boxes({ reader, list, movie: newMovie() }, { type: '', start: 0, body: 0, end: reader.sizeBytes }, 0);

interface Walk {
  reader: StructureReader;
  list: PartList;
  movie: Movie;
}

async function boxes(walk: Walk, around: Box, depth: number): Promise<void> {
  const { reader, list } = walk;
  const level: Level = new Map();
  for (let at = around.body; at < around.end;) {
    if (!list.mayVisit(at)) return;
    const head = await reader.bytes(at, Math.min(32, around.end - at));
    const box = headOf(head, at, around);
    if (box === null) {
      // QuickTime ends a list with four zeros.
      if (head.length !== 4 || head.some((byte) => byte !== 0))
        list.gap(`At byte ${at} begins no box${depth === 0 ? '' : ` of ${around.type}`}.`);
      return;
    }
    const { announced, user, ...found } = box;
    const type = found.type;
    if (announced > around.end - at)
      list.gap(
        `The box ${type} at byte ${at} says that it has ${bytesText(announced)}; ${around.type === '' ? 'the file' : around.type} has ${bytesText(around.end - at)} from there on.`,
      );
    list.hasCredentials ||= user === C2PA_UUID;
    const value = await boxValue(reader, list, walk.movie, { ...found, around: around.type });
    const isListed = list.add(
      {
        ...{ depth, type: typeText(type), at, sizeBytes: announced, value: value ?? userText(user) },
        meaning: meaningOf(type, around.type, user),
      },
      level,
    );
    const before = isListed ? await bytesBeforeBoxes(walk, found, around) : null;
    if (before !== null && found.body + before < found.end)
      await boxes(walk, { ...found, body: found.body + before }, depth + 1);
    at = found.end;
  }
}

/** null where no box begins. */
function headOf(head: Buffer, start: number, around: Box) {
  if (head.length < 8) return null;
  const type = head.toString('latin1', 4, 8);
  // Values of QuickTime's metadata are numbered, not named.
  if (!isNamed(type) && around.type !== 'ilst') return null;
  const short = head.readUInt32BE(0);
  if (short === 1 && head.length < 16) return null;
  const announced = short === 1 ? Number(head.readBigUInt64BE(8)) : short === 0 ? around.end - start : short;
  const headBytes = (short === 1 ? 16 : 8) + (type === 'uuid' ? 16 : 0);
  if (announced < headBytes || head.length < headBytes) return null;
  const user = type === 'uuid' ? head.toString('hex', headBytes - 16, headBytes) : null;
  const end = Math.min(start + announced, around.end);
  return { type, start, body: start + headBytes, end, announced, user };
}

/** null for a box in which no others are looked for. */
async function bytesBeforeBoxes({ reader, movie }: Walk, { type, body }: Box, around: Box) {
  if (around.type === 'ilst') return 0;
  if (type === 'meta') {
    // QuickTime's own begins with its boxes, that of ISO with version and flags.
    return (await reader.bytes(body + 4, 4)).toString('latin1') === 'hdlr' ? 0 : 4;
  }
  if (around.type !== 'stsd') return bytesBefore.get(type) ?? null;
  if (movie.handler === 'vide') return VIDEO_ENTRY;
  if (movie.handler !== 'soun') return null;
  const version = await reader.bytes(body + 8, 2);
  return version.length < 2 ? null : (soundEntries[version.readUInt16BE(0)] ?? null);
}

function meaningOf(type: string, around: string, user: string | null): string | undefined {
  if (user === C2PA_UUID) return 'Content Credentials (C2PA)';
  if (user === XMP_UUID) return 'XMP metadata';
  if (around === 'ilst' || (around === 'udta' && type.startsWith('©'))) return 'tag';
  return boxMeanings.get(type);
}

/** Of a numbered value: its number. */
const typeText = (type: string): string =>
  isNamed(type) ? type : `#${Buffer.from(type, 'latin1').readUInt32BE(0)}`;

const isNamed = (type: string): boolean => /^[\x20-\x7e\xa9]{4}$/.test(type);

const userText = (user: string | null): string | null => (user === null ? null : `user type ${user}`);
