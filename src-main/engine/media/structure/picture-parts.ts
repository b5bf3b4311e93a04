/** The segments of a JPEG (ITU-T T.81, annex B) and the chunks of a PNG (section 5.3), with what they say. */
import { isFrameHeader, jpegMarkers } from '../jpeg-structure.ts';
import { pngChunks } from '../png-chunks.ts';
import type { StructureReader } from '../structure-reader.ts';
import { textOf, type Level, type PartList } from './part-list.ts';

/** The start marker, and the first byte of the marker behind it. */
const START = Buffer.from([0xff, 0xd8, 0xff]);
const END = 0xd9;
const SCAN = 0xda;
const APP11 = 0xeb;
const COMMENT = 0xfe;

/** What applications keep in their segments, by the letters with which it begins. */
const applications: readonly [RegExp, string][] = [
  [/^JFIF\0/, 'JFIF'],
  [/^JFXX\0/, 'JFIF extension'],
  [/^Exif\0/, 'Exif metadata'],
  [/^http:\/\/ns\.adobe\.com\/xap\/1\.0\/\0/, 'XMP metadata'],
  [/^http:\/\/ns\.adobe\.com\/xmp\/extension\/\0/, 'more XMP metadata'],
  [/^ICC_PROFILE\0/, 'colour profile'],
  [/^MPF\0/, 'index of several pictures'],
  [/^Photoshop 3\.0\0/, 'Photoshop and IPTC metadata'],
  [/^Adobe/, 'Adobe colour transform'],
  [/^JP/, 'JUMBF'],
];

export async function jpegParts(reader: StructureReader, list: PartList): Promise<void> {
  const bytes = await reader.whole();
  if (bytes === null)
    return list.gap('The segments are not listed: the file is too large to be read for this.');
  if (!bytes.subarray(0, 3).equals(START)) return list.gap('At byte 0 begins no picture.');
  const level: Level = new Map();
  list.add({ depth: 0, type: 'SOI', meaning: 'start of the picture', at: 0, sizeBytes: 2 }, level);
  let ended = false;
  for (const { marker, at } of jpegMarkers(bytes, 0)) {
    if (!list.mayVisit(at)) return;
    const length = marker === END ? 0 : at + 4 <= bytes.length ? bytes.readUInt16BE(at + 2) : 0;
    const content = bytes.subarray(at + 4, at + 2 + length);
    const application = marker >= 0xe0 && marker <= 0xef ? applicationOf(content) : null;
    const comment = marker === COMMENT ? textOf(content.subarray(0, 512)) : null;
    // The box of Content Credentials is one of JUMBF; others exist.
    const isC2pa = marker === APP11 && content.subarray(0, 128).includes('c2pa');
    list.hasCredentials ||= isC2pa;
    if (comment !== null) list.fact('other', 'Comment', comment, at);
    list.add(
      {
        ...{ depth: 0, type: markerName(marker), at, sizeBytes: 2 + length },
        meaning: isC2pa ? 'Content Credentials (C2PA)' : (application ?? markerMeaning(marker)),
        value: isFrameHeader(marker) ? frameText(content) : comment,
      },
      level,
    );
    ended ||= marker === END;
  }
  if (!ended) list.gap(`The segments end at byte ${bytes.length} without an end marker.`);
}

const applicationOf = (content: Buffer): string | null => {
  const begin = content.toString('latin1', 0, 40);
  return applications.find(([letters]) => letters.test(begin))?.[1] ?? null;
};

const names: Readonly<Record<number, readonly [string, string]>> = {
  [END]: ['EOI', 'end of the picture'],
  [SCAN]: ['SOS', 'scan: header, coded data behind it'],
  [COMMENT]: ['COM', 'comment'],
  0xdb: ['DQT', 'quantisation tables'],
  0xc4: ['DHT', 'Huffman tables'],
  0xcc: ['DAC', 'arithmetic coding'],
  0xdd: ['DRI', 'restart interval'],
  0xdc: ['DNL', 'number of lines'],
};

function markerName(marker: number): string {
  if (isFrameHeader(marker)) return `SOF${marker - 0xc0}`;
  if (marker >= 0xe0 && marker <= 0xef) return `APP${marker - 0xe0}`;
  return names[marker]?.[0] ?? `0xFF${marker.toString(16).toUpperCase()}`;
}

const markerMeaning = (marker: number): string | undefined =>
  isFrameHeader(marker)
    ? marker === 0xc2
      ? 'frame header, progressive'
      : 'frame header'
    : names[marker]?.[1];

const frameText = (content: Buffer): string | null =>
  content.length < 6
    ? null
    : `${content.readUInt16BE(3)} × ${content.readUInt16BE(1)}, ${content[0]} bit, ${content[5]} components`;

const pngMeanings: ReadonlyMap<string, string> = new Map([
  ['IHDR', 'header'],
  ['PLTE', 'palette'],
  ['IDAT', 'coded picture'],
  ['IEND', 'end of the picture'],
  ['acTL', 'animation'],
  ['fcTL', 'picture of an animation'],
  ['fdAT', 'coded picture of an animation'],
  ['tRNS', 'transparency'],
  ['cHRM', 'primaries'],
  ['gAMA', 'gamma'],
  ['iCCP', 'colour profile'],
  ['sRGB', 'sRGB colours'],
  ['cICP', 'colours'],
  ['bKGD', 'background'],
  ['pHYs', 'print density'],
  ['tIME', 'time of the last change'],
  ['tEXt', 'text'],
  ['zTXt', 'compressed text'],
  ['iTXt', 'international text'],
  ['eXIf', 'Exif metadata'],
  ['caBX', 'Content Credentials (C2PA)'],
]);
const TEXT_BYTES = 1024;

export async function pngParts(reader: StructureReader, list: PartList): Promise<void> {
  const level: Level = new Map();
  let ended = false;
  for await (const { type, dataAt, end } of pngChunks(reader)) {
    const at = dataAt - 8;
    if (!list.mayVisit(at)) return;
    if (!/^[A-Za-z]{4}$/.test(type)) return list.gap(`At byte ${at} begins no chunk.`);
    if (end > reader.sizeBytes)
      list.gap(
        `The chunk ${type} at byte ${at} reaches to byte ${end}; the file ends at ${reader.sizeBytes}.`,
      );
    list.hasCredentials ||= type === 'caBX';
    const data = await reader.bytes(dataAt, Math.min(end - 4 - dataAt, TEXT_BYTES));
    const value = pngValue(type, data, list, at);
    list.add(
      {
        ...{ depth: 0, type, at, sizeBytes: end - at, value },
        meaning: pngMeanings.get(type),
      },
      level,
    );
    ended = type === 'IEND';
  }
  if (!ended) list.gap(`The chunks end at byte ${reader.sizeBytes} without an end chunk.`);
}

function pngValue(type: string, data: Buffer, list: PartList, at: number): string | null {
  if (type === 'IHDR' && data.length >= 9)
    return `${data.readUInt32BE(0)} × ${data.readUInt32BE(4)}, ${data[8]} bit`;
  if (type === 'tIME' && data.length >= 7) {
    const [month, day, hour, minute, second] = [...data.subarray(2, 7)].map((each) =>
      String(each).padStart(2, '0'),
    );
    const text = `${data.readUInt16BE(0)}-${month}-${day}T${hour}:${minute}:${second}Z`;
    list.fact('time', 'Last change (tIME)', text, at);
    return text;
  }
  if (!/^[tiz][TE]/.test(type) || !pngMeanings.has(type)) return null;
  const keyword = textOf(data);
  if (type !== 'tEXt') return keyword;
  const text = data.toString('latin1', data.indexOf(0) + 1);
  const kind = keyword === 'Software' ? 'writer' : keyword === 'Creation Time' ? 'time' : 'other';
  list.fact(kind, `${keyword} (tEXt)`, text, at);
  return `${keyword}: ${text}`;
}
