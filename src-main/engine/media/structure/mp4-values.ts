/** What single boxes of an MP4 or MOV say: brands, times, handlers, edits, tags. */
import { countOf } from '../../../shared/wording.ts';
import type { FileFact } from '../../../shared/structure.ts';
import type { StructureReader } from '../structure-reader.ts';
import { dateText, textOf, type PartList } from './part-list.ts';

/** What boxes before say that later ones are read by. */
export interface Movie {
  /** Number of the track in the order of the file; 0 outside of tracks. */
  track: number;
  /** Kind of media of the track: `vide`, `soun` and others. */
  handler: string;
  /** Units of the recording's clock in a second. */
  ticks: number;
  /** Names of QuickTime's metadata, by number from 1 on. */
  keys: string[];
  /** The tag whose value comes next, and where that ends. */
  tag: { name: string; end: number };
}

export const newMovie = (): Movie => ({
  ...{ track: 0, handler: '', ticks: 0, keys: [], tag: { name: '', end: 0 } },
});

interface ReadBox {
  type: string;
  start: number;
  body: number;
  end: number;
  /** The box that it stands in. */
  around: string;
}

/** Midnight, 1 January 1904, UTC. */
const EPOCH_MS = Date.UTC(1904, 0, 1);
/** Enough for all that is read; a tag may be a picture. */
const READ_BYTES = 4096;
const MOST_KEYS = 200;
const SHOWN_EDITS = 3;

/** Tags that name a program or a device (QuickTime File Format, "User data atoms"; iTunes). */
const tagKinds: ReadonlyMap<string, readonly [FileFact['kind'], string]> = new Map([
  ['©too', ['writer', 'Writer (©too)']],
  ['©swr', ['writer', 'Software (©swr)']],
  ['©enc', ['writer', 'Encoder (©enc)']],
  ['©mak', ['device', 'Make (©mak)']],
  ['©mod', ['device', 'Model (©mod)']],
  ['©day', ['time', 'Date (©day)']],
]);

/** @returns what stands in it, in words; null where nothing is read of it */
export async function boxValue(
  reader: StructureReader,
  list: PartList,
  movie: Movie,
  { type, start, body, end, around }: ReadBox,
): Promise<string | null> {
  if (type === 'trak') movie.track += 1;
  if (type === 'trak' || type === 'moov') movie.handler = '';
  const isTag = around === 'ilst' || (around === 'udta' && type.startsWith('©'));
  if (!isTag && !read.has(type) && around !== 'stsd') return null;
  const bytes = await reader.bytes(body, Math.min(end - body, READ_BYTES));
  const told = { list, movie, at: start, bytes };
  if (around === 'ilst') {
    movie.tag = { name: tagName(type, bytes, movie), end };
    return movie.tag.name;
  }
  if (isTag) return userTag(told, type);
  if (around === 'stsd') return movie.handler === 'vide' ? codecEntry(told) : null;
  return read.get(type)!(told, around);
}

interface Told {
  list: PartList;
  movie: Movie;
  at: number;
  bytes: Buffer;
}

const read = new Map<string, (told: Told, around: string) => string | null>([
  ['ftyp', brands],
  ['mvhd', movieHeader],
  ['mdhd', ({ bytes }) => datesText(bytes)],
  ['tkhd', ({ bytes }) => datesText(bytes)],
  ['hdlr', handler],
  ['elst', edits],
  ['keys', keys],
  ['data', tagValue],
  ['mfhd', ({ bytes }) => (bytes.length < 8 ? null : `number ${bytes.readUInt32BE(4)}`)],
]);

const fourLetters = (bytes: Buffer, at: number) => bytes.toString('latin1', at, at + 4);

function brands({ list, at, bytes }: Told): string | null {
  if (bytes.length < 8) return null;
  const major = fourLetters(bytes, 0);
  const others = Array.from({ length: Math.floor((bytes.length - 8) / 4) }, (_, i) =>
    fourLetters(bytes, 8 + 4 * i),
  );
  list.fact('brand', 'Major brand', `${major}, version ${bytes.readUInt32BE(4)}`, at);
  list.fact('brand', 'Compatible brands', others.join(', '), at);
  return [major, ...others].join(', ');
}

/** Of mvhd, tkhd and mdhd: when it was made and changed, with 8 bytes each in version 1. */
function dates(bytes: Buffer) {
  const wide = bytes[0] === 1;
  if (bytes.length < (wide ? 20 : 12)) return null;
  const at = (place: number) =>
    dateText(
      wide ? Number(bytes.readBigUInt64BE(4 + 8 * place)) : bytes.readUInt32BE(4 + 4 * place),
      EPOCH_MS,
    );
  return { created: at(0), changed: at(1), end: wide ? 20 : 12 };
}

function datesText(bytes: Buffer): string | null {
  const found = dates(bytes);
  return found && `created ${found.created}, changed ${found.changed}`;
}

function movieHeader({ list, movie, at, bytes }: Told): string | null {
  const found = dates(bytes);
  if (found === null) return null;
  if (bytes.length >= found.end + 4) movie.ticks = bytes.readUInt32BE(found.end);
  list.fact('time', 'Recording created', found.created, at);
  list.fact('time', 'Recording changed', found.changed, at);
  return datesText(bytes);
}

/** ISO ends the name with a zero; QuickTime begins it with its length. */
function handler({ list, movie, at, bytes }: Told, around: string): string | null {
  if (bytes.length < 24) return null;
  const kind = fourLetters(bytes, 8);
  const rest = bytes.subarray(24);
  const isCounted = rest.length > 1 && rest[0] === rest.length - 1;
  const name = textOf(isCounted ? rest.subarray(1) : rest);
  // A track has a second one for where its data is.
  if (around !== 'mdia') return `${kind} ${name}`;
  movie.handler = kind;
  list.fact('writer', `Handler of track ${movie.track}`, `${kind} ${name}`, at);
  return `${kind} ${name}`;
}

/** Bytes 42 to 73 of the entry hold the name of the encoder, its length in front. */
function codecEntry({ list, movie, at, bytes }: Told): string | null {
  if (bytes.length < 74) return null;
  const name = textOf(bytes.subarray(43, 43 + Math.min(31, bytes[42]!))).trim();
  if (name === '') return null;
  list.fact('writer', `Encoder of track ${movie.track}`, name, at);
  return name;
}

function edits({ list, movie, at, bytes }: Told): string | null {
  const wide = bytes[0] === 1;
  const entryBytes = wide ? 20 : 12;
  if (bytes.length < 8) return null;
  const count = bytes.readUInt32BE(4);
  const shown: string[] = [];
  for (let entry = 8; entry + entryBytes <= bytes.length && shown.length < SHOWN_EDITS; entry += entryBytes) {
    const duration = wide ? Number(bytes.readBigUInt64BE(entry)) : bytes.readUInt32BE(entry);
    const from = wide ? Number(bytes.readBigInt64BE(entry + 8)) : bytes.readInt32BE(entry + 4);
    const lasting = movie.ticks === 0 ? `${duration} ticks` : `${(duration / movie.ticks).toFixed(3)} s`;
    shown.push(from === -1 ? `nothing for ${lasting}` : `${lasting} from tick ${from} of the media on`);
  }
  const more = count > shown.length ? ` and ${count - shown.length} more` : '';
  const text = `${countOf(count, 'edit')}${shown.length === 0 ? '' : `: ${shown.join('; ')}${more}`}`;
  list.fact('other', `Edit list of track ${movie.track}`, text, at);
  return text;
}

/** Names with their sizes, such as mdta com.apple.quicktime.make (QuickTime File Format, "Metadata item keys atom"). */
function keys({ movie, bytes }: Told): string | null {
  movie.keys = [];
  for (let at = 8; at + 8 <= bytes.length && movie.keys.length < MOST_KEYS;) {
    const size = bytes.readUInt32BE(at);
    if (size < 8 || at + size > bytes.length) break;
    movie.keys.push(textOf(bytes.subarray(at + 8, at + size)));
    at += size;
  }
  return movie.keys.join(', ');
}

/** Of a value in ilst: as it is named there, by its number, or by its own name. */
function tagName(type: string, bytes: Buffer, { keys }: Movie): string {
  if (type === '----') {
    const name = bytes.indexOf('name', 0, 'latin1');
    const size = name < 4 ? 0 : bytes.readUInt32BE(name - 4);
    return size > 12 ? textOf(bytes.subarray(name + 8, name - 4 + size)) : type;
  }
  return keys[Buffer.from(type, 'latin1').readUInt32BE(0) - 1] ?? type;
}

const TEXT = 1;
const WHOLE_NUMBER = 21;

function tagValue({ list, movie, at, bytes }: Told): string | null {
  if (bytes.length < 8 || at >= movie.tag.end) return null;
  const kind = bytes.readUInt32BE(0);
  const rest = bytes.subarray(8);
  if (kind === WHOLE_NUMBER && rest.length >= 1 && rest.length <= 6)
    return tagFact(list, movie.tag.name, String(rest.readIntBE(0, rest.length)), at);
  return kind === TEXT ? tagFact(list, movie.tag.name, textOf(rest), at) : null;
}

/** QuickTime's own tags in udta: a length, a language, then the text. Other writers put a value box in its place. */
function userTag({ list, at, bytes }: Told, type: string): string | null {
  if (bytes.length < 4) return null;
  const length = bytes.readUInt16BE(0);
  const text = bytes.subarray(4, 4 + length);
  return tagFact(list, type, textOf(text), at);
}

function tagFact(list: PartList, tag: string, value: string, at: number): string {
  const [kind, name] = tagKinds.get(tag) ?? ([keyKind(tag), tag] as const);
  list.fact(kind, name, value, at);
  return value;
}

function keyKind(key: string): FileFact['kind'] {
  if (/\.(?:make|model|manufacturer)$/.test(key)) return 'device';
  if (/\.(?:software|version)$|^encoder$/i.test(key)) return 'writer';
  return /date$/.test(key) ? 'time' : 'other';
}
