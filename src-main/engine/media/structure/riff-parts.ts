/** The chunks of an AVI or WebP as a tree (Microsoft and IBM, "Multimedia Programming Interface", RIFF), with what they say. */
import { bytesText, type StructureReader } from '../structure-reader.ts';
import type { FileFact } from '../../../shared/structure.ts';
import { textOf, type Level, type PartList } from './part-list.ts';

const meanings: ReadonlyMap<string, string> = new Map([
  ['RIFF AVI ', 'AVI file'],
  ['RIFF AVIX', 'further part of an AVI file'],
  ['RIFF WEBP', 'WebP picture'],
  ['LIST hdrl', 'headers'],
  ['LIST strl', 'stream'],
  ['LIST INFO', 'tags'],
  ['LIST movi', 'frames'],
  ['LIST odml', 'extended header'],
  ['LIST rec ', 'frames'],
  ['avih', 'header of the recording'],
  ['strh', 'header of a stream'],
  ['strf', 'format of a stream'],
  ['strn', 'name of a stream'],
  ['strd', 'set-up of a codec'],
  ['indx', 'index of indexes'],
  ['dmlh', 'extended header'],
  ['vprp', 'about the picture'],
  ['JUNK', 'unused space'],
  ['idx1', 'index'],
  ['ISFT', 'software'],
  ['INAM', 'title'],
  ['ICMT', 'comment'],
  ['ICRD', 'date'],
  ['IART', 'author'],
  ['ICOP', 'copyright'],
  ['IDIT', 'date of recording'],
  ['VP8X', 'extended header'],
  ['ANIM', 'animation'],
  ['ANMF', 'picture of an animation'],
  ['ALPH', 'transparency'],
  ['VP8 ', 'picture'],
  ['VP8L', 'picture without loss'],
  ['ICCP', 'colour profile'],
  ['EXIF', 'Exif metadata'],
  ['XMP ', 'XMP metadata'],
  ['C2PA', 'Content Credentials (C2PA)'],
]);
const facts: ReadonlyMap<string, readonly [FileFact['kind'], string]> = new Map([
  ['ISFT', ['writer', 'Software (ISFT)']],
  ['ICRD', ['time', 'Date (ICRD)']],
  ['IDIT', ['time', 'Date (IDIT)']],
]);
const shownText = /^(?:ISFT|INAM|ICMT|ICRD|IART|ICOP|IDIT|strn)$/;
const READ_BYTES = 512;

/** What stands behind the end of the last RIFF chunk is none of them. */
export const riffParts = (reader: StructureReader, list: PartList): Promise<void> =>
  chunks({ reader, list }, 'the file', { start: 0, end: reader.sizeBytes }, 0);

async function chunks(
  walk: { reader: StructureReader; list: PartList },
  around: string,
  { start, end }: { start: number; end: number },
  depth: number,
): Promise<void> {
  const { reader, list } = walk;
  const level: Level = new Map();
  for (let at = start; at < end;) {
    if (!list.mayVisit(at)) return;
    const head = await reader.bytes(at, Math.min(12, end - at));
    const name = head.toString('latin1', 0, 4);
    if (head.length < 8 || !/^[\x20-\x7e]{4}$/.test(name) || (depth === 0 && name !== 'RIFF')) {
      // A byte that fills up.
      if (head.length > 1 || head[0] !== 0) list.gap(`At byte ${at} begins no chunk.`);
      return;
    }
    const isList = (name === 'RIFF' || name === 'LIST') && head.length === 12;
    const type = isList ? `${name} ${head.toString('latin1', 8).replaceAll(/[^\x20-\x7e]/g, '?')}` : name;
    const size = head.readUInt32LE(4);
    // A recorder that was switched off, or a program that wrote to a pipe, never wrote the size.
    const isOpen = isList && (size === 0 || size === 0xffff_ffff);
    const announced = at + 8 + size;
    const inside = { start: at + (isList ? 12 : 8), end: isOpen ? end : Math.min(announced, end) };
    if (!isOpen && announced > end)
      list.gap(
        `The chunk ${type} at byte ${at} says that it has ${bytesText(8 + size)}; ${around} has ${bytesText(end - at)} from there on.`,
      );
    const value = await valueOf(reader, type, inside);
    const fact = facts.get(type);
    if (fact && value !== null) list.fact(fact[0], fact[1], value, at);
    if (type === 'C2PA') list.hasCredentials = true;
    const isListed = list.add(
      {
        ...{ depth, type, at, value, sizeBytes: isOpen ? null : 8 + size },
        meaning: meanings.get(type),
      },
      level,
    );
    // Of the frames themselves only their list is named.
    if (isList && isListed && type !== 'LIST movi') await chunks(walk, type, inside, depth + 1);
    at = inside.end + (isOpen ? 0 : size % 2);
  }
}

async function valueOf(
  reader: StructureReader,
  type: string,
  { start, end }: { start: number; end: number },
): Promise<string | null> {
  const bytes = async () => reader.bytes(start, Math.min(end - start, READ_BYTES));
  if (shownText.test(type)) return textOf(await bytes());
  if (type !== 'strh') return null;
  const head = (await bytes()).toString('latin1', 0, 8);
  return `${head.slice(0, 4)} ${head.slice(4).replaceAll('\0', '')}`;
}
