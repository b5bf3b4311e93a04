/** The upper levels of a Matroska or WebM file as a tree (RFC 8794, RFC 9559), with what they say. */
import { elementAt, type EbmlElement } from '../ebml-elements.ts';
import { bytesText, type StructureReader } from '../structure-reader.ts';
import type { FileFact } from '../../../shared/structure.ts';
import { dateText, textOf, type Level, type PartList } from './part-list.ts';

interface Known {
  name: string;
  meaning: string;
  /** How its content is read; 'list' for elements in it. Left out, it is not read. */
  as?: 'list' | 'text' | 'number' | 'date';
  /** The kind and name of the fact that it states. */
  fact?: readonly [FileFact['kind'], string];
}

const SEGMENT = 0x1853_8067;
const CLUSTER = 0x1f43_b675;
const SIMPLE_TAG = 0x67c8;

/** Of other elements the number is shown. */
const known = new Map<number, Known>([
  [0x1a45_dfa3, { name: 'EBML', meaning: 'header of the file', as: 'list' }],
  [0x4282, { name: 'DocType', meaning: 'kind of document', as: 'text', fact: ['brand', 'Kind of document'] }],
  [0x4286, { name: 'EBMLVersion', meaning: 'version of EBML', as: 'number' }],
  [0x42f7, { name: 'EBMLReadVersion', meaning: 'version of EBML to read it by', as: 'number' }],
  [0x42f2, { name: 'EBMLMaxIDLength', meaning: 'longest number of an element', as: 'number' }],
  [0x42f3, { name: 'EBMLMaxSizeLength', meaning: 'longest size of an element', as: 'number' }],
  [0x4287, { name: 'DocTypeVersion', meaning: 'version of that kind', as: 'number' }],
  [0x4285, { name: 'DocTypeReadVersion', meaning: 'version to read it by', as: 'number' }],
  [0xec, { name: 'Void', meaning: 'unused space' }],
  [0xbf, { name: 'CRC-32', meaning: 'checksum' }],
  [SEGMENT, { name: 'Segment', meaning: 'the recording', as: 'list' }],
  [0x114d_9b74, { name: 'SeekHead', meaning: 'table of contents' }],
  [0x1549_a966, { name: 'Info', meaning: 'about the recording', as: 'list' }],
  [0x73a4, { name: 'SegmentUUID', meaning: 'number of the recording' }],
  [0x2ad7b1, { name: 'TimestampScale', meaning: 'unit of the clock, in ns', as: 'number' }],
  [0x4489, { name: 'Duration', meaning: 'length' }],
  [0x4461, { name: 'DateUTC', meaning: 'date', as: 'date', fact: ['time', 'Date (DateUTC)'] }],
  [0x7ba9, { name: 'Title', meaning: 'title', as: 'text', fact: ['other', 'Title'] }],
  [
    0x4d80,
    { name: 'MuxingApp', meaning: 'muxing library', as: 'text', fact: ['writer', 'Muxing application'] },
  ],
  [
    0x5741,
    { name: 'WritingApp', meaning: 'writing program', as: 'text', fact: ['writer', 'Writing application'] },
  ],
  [0x1654_ae6b, { name: 'Tracks', meaning: 'tracks', as: 'list' }],
  [0xae, { name: 'TrackEntry', meaning: 'track', as: 'list' }],
  [0xd7, { name: 'TrackNumber', meaning: 'number of the track', as: 'number' }],
  [0x73c5, { name: 'TrackUID', meaning: 'identity of the track' }],
  [0x83, { name: 'TrackType', meaning: '1 video, 2 sound, 17 subtitles', as: 'number' }],
  [0xb9, { name: 'FlagEnabled', meaning: 'whether it is used', as: 'number' }],
  [0x88, { name: 'FlagDefault', meaning: 'whether it is shown by default', as: 'number' }],
  [0x55aa, { name: 'FlagForced', meaning: 'whether it is always shown', as: 'number' }],
  [0x9c, { name: 'FlagLacing', meaning: 'whether frames share blocks', as: 'number' }],
  [0x23_e383, { name: 'DefaultDuration', meaning: 'length of a frame, in ns', as: 'number' }],
  [0x56aa, { name: 'CodecDelay', meaning: 'delay of the codec, in ns', as: 'number' }],
  [0x56bb, { name: 'SeekPreRoll', meaning: 'what is decoded before a seek, in ns', as: 'number' }],
  [0x55ee, { name: 'MaxBlockAdditionID', meaning: 'additions to a frame', as: 'number' }],
  [0x536e, { name: 'Name', meaning: 'name of the track', as: 'text' }],
  [0x86, { name: 'CodecID', meaning: 'codec', as: 'text' }],
  [0x63a2, { name: 'CodecPrivate', meaning: 'set-up of the codec' }],
  [0x22b59c, { name: 'Language', meaning: 'language', as: 'text' }],
  [0xe0, { name: 'Video', meaning: 'about the picture' }],
  [0xe1, { name: 'Audio', meaning: 'about the sound' }],
  [0x1254_c367, { name: 'Tags', meaning: 'tags', as: 'list' }],
  [0x7373, { name: 'Tag', meaning: 'tags of one target', as: 'list' }],
  [0x63c0, { name: 'Targets', meaning: 'what they are about' }],
  [SIMPLE_TAG, { name: 'SimpleTag', meaning: 'tag' }],
  [0x1043_a770, { name: 'Chapters', meaning: 'chapters' }],
  [0x1941_a469, { name: 'Attachments', meaning: 'attached files' }],
  [0x1c53_bb6b, { name: 'Cues', meaning: 'index' }],
  [CLUSTER, { name: 'Cluster', meaning: 'frames of a stretch of time' }],
]);
/** Where one of these begins, a segment or cluster that names no size has ended. */
const top = new Set([0x1a45_dfa3, SEGMENT]);
const inSegment = new Set([
  ...[0x114d_9b74, 0x1549_a966, 0x1654_ae6b, 0x1254_c367, 0x1043_a770, 0x1941_a469, 0x1c53_bb6b, CLUSTER],
]);

/** Midnight, 1 January 2001, UTC. */
const EPOCH_MS = Date.UTC(2001, 0, 1);
const READ_BYTES = 1024;

export async function matroskaParts(reader: StructureReader, list: PartList): Promise<void> {
  await elements({ reader, list }, { id: 0, dataAt: 0, end: reader.sizeBytes, isOpen: false }, 0);
}

interface Walk {
  reader: StructureReader;
  list: PartList;
}

/** @returns the byte behind the last element in it */
async function elements(walk: Walk, around: EbmlElement, depth: number): Promise<number> {
  const { reader, list } = walk;
  const level: Level = new Map();
  let at = around.dataAt;
  while (at < around.end) {
    if (!list.mayVisit(at)) return around.end;
    const element = await elementAt(reader, at);
    if (element === null || element.dataAt > around.end) {
      list.gap(`At byte ${at} begins no element.`);
      return around.end;
    }
    if (around.isOpen && top.has(element.id)) return at;
    const inside = { ...element, end: element.isOpen ? around.end : Math.min(element.end, around.end) };
    const { name, meaning, as, fact } = known.get(element.id) ?? unknownElement(element.id);
    const content = () => reader.bytes(element.dataAt, Math.min(inside.end - element.dataAt, READ_BYTES));
    const value =
      element.id === SIMPLE_TAG
        ? tagText(await content(), list, at)
        : as === undefined || as === 'list' || element.isOpen
          ? null
          : valueOf(await content(), as);
    if (fact && value !== null) list.fact(fact[0], fact[1], value, at);
    if (!element.isOpen && element.end > around.end)
      list.gap(
        `${name} at byte ${at} says that it has ${bytesText(element.end - at)}; ${depth === 0 ? 'the file' : 'what is around it'} has ${bytesText(around.end - at)} from there on.`,
      );
    const sizeBytes = element.isOpen ? null : element.end - at;
    const isListed = list.add({ depth, type: name, meaning, at, sizeBytes, value }, level);
    if (as === 'list' && isListed) at = await elements(walk, inside, depth + 1);
    else if (element.isOpen) at = await endOfOpen(walk, inside);
    else at = inside.end;
  }
  return at;
}

/** Of a cluster that names no size: where the next element of its segment begins. */
async function endOfOpen({ reader, list }: Walk, { dataAt, end }: EbmlElement): Promise<number> {
  let at = dataAt;
  while (at < end && list.mayVisit(at)) {
    const element = await elementAt(reader, at);
    if (element === null || element.isOpen || top.has(element.id) || inSegment.has(element.id)) return at;
    at = element.end;
  }
  return end;
}

const unknownElement = (id: number): Omit<Known, 'meaning'> & { meaning?: string } => ({
  name: `0x${id.toString(16).toUpperCase()}`,
});

function valueOf(bytes: Buffer, as: Known['as']): string | null {
  if (as === 'text') return textOf(bytes);
  if (as === 'number' && bytes.length >= 1 && bytes.length <= 6)
    return String(bytes.readUIntBE(0, bytes.length));
  if (as === 'date' && bytes.length === 8)
    return dateText(Math.floor(Number(bytes.readBigInt64BE(0)) / 1e9), EPOCH_MS);
  return null;
}

const TAG_NAME = 0x45a3;
const TAG_STRING = 0x4487;
/** Tags that name a program. */
const writerTags = /^(?:ENCODER|ENCODED_BY|ENCODING_TOOL|SOFTWARE)$/i;

/** Name and text of a tag, both shorter than what was read; null where they are not. */
function tagText(bytes: Buffer, list: PartList, at: number): string | null {
  const found = new Map<number, string>();
  for (let place = 0; place + 3 <= bytes.length;) {
    const isLong = bytes[place]! >= 0x40 && bytes[place]! < 0x80;
    const id = isLong ? bytes.readUInt16BE(place) : bytes[place]!;
    const sizeAt = place + (isLong ? 2 : 1);
    const first = bytes[sizeAt]!;
    // One byte of length, or two: up to 16 kB.
    const wide = first >= 0x40 && first < 0x80;
    if ((first < 0x80 && !wide) || (wide && sizeAt + 2 > bytes.length)) return null;
    const length = wide ? bytes.readUInt16BE(sizeAt) & 0x3fff : first & 0x7f;
    const start = sizeAt + (wide ? 2 : 1);
    found.set(id, textOf(bytes.subarray(start, start + length)));
    place = start + length;
  }
  const [name, text] = [found.get(TAG_NAME), found.get(TAG_STRING)];
  if (name === undefined || text === undefined) return null;
  if (writerTags.test(name)) list.fact('writer', `Tag ${name}`, text, at);
  return `${name}: ${text}`;
}
