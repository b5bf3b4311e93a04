/**
 * Whether a file ends before its own structure does. Every format here says how long it is or how it ends; what a
 * decoder complains about says nothing of the kind, since decoders also complain about intact files.
 */
import { open, type FileHandle } from 'node:fs/promises';
import type { MediaInfo } from '../../shared/domain.ts';
import { jpegAt } from './jpeg-structure.ts';
import { mp4Boxes } from './mp4-boxes.ts';
import { diskPath } from './path-bytes.ts';
import { pngChunks } from './png-chunks.ts';

/** @returns what was expected and what was found, as a sentence; null for a file that ends as it should */
export async function cutShort(
  path: string,
  { container, sizeBytes }: Pick<MediaInfo, 'container' | 'sizeBytes'>,
): Promise<string | null> {
  const file = await open(diskPath(path), 'r');
  try {
    const reader = new StructureReader(file, sizeBytes);
    for (const [names, check] of checks) {
      if (names.test(container)) return await check(reader);
    }
    return null;
  } finally {
    await file.close();
  }
}

const checks: readonly [RegExp, (reader: StructureReader) => Promise<string | null>][] = [
  [/^mov,mp4/, boxes],
  [/^matroska/, matroskaSegment],
  [/^(avi|webp_pipe)$/, riffChunks],
  [/^a?png(_pipe)?$/, toTheEndChunk],
  [/^gif$/, gifBlocks],
  [/^mpegts$/, transportPackets],
  [/^jpeg_pipe$/, jpegMarkers],
];

const bytesText = (bytes: number) => `${bytes.toLocaleString('en-GB')} bytes`;
const tooShort = (expected: number, found: number) =>
  `The file is cut short: its structure announces ${bytesText(expected)}, and it has ${bytesText(found)}.`;
const noEnd = (end: string) => `The file is cut short: it does not contain ${end}.`;

/** Random access to a file, and to nothing behind its end. */
class StructureReader {
  readonly sizeBytes: number;
  readonly file: FileHandle;

  constructor(file: FileHandle, sizeBytes: number) {
    this.file = file;
    this.sizeBytes = sizeBytes;
  }

  /** Shorter than `length` at the end of the file. */
  async bytes(position: number, length: number): Promise<Buffer> {
    const buffer = Buffer.alloc(Math.max(0, Math.min(length, this.sizeBytes - position)));
    const { bytesRead } = await this.file.read(buffer, 0, buffer.length, position);
    return buffer.subarray(0, bytesRead);
  }
}

const ownBoxes = /^(?:ftyp|moov|mdat|moof|mfra|sidx|styp|free|skip|wide|pnot|udta|meta|uuid)$/;

/** What is appended may look like a box; only a box of the format can be cut short. */
async function boxes({ file, sizeBytes }: StructureReader): Promise<string | null> {
  for await (const { type, end } of mp4Boxes(file)) {
    if (end > sizeBytes) return ownBoxes.test(type) ? tooShort(end, sizeBytes) : null;
  }
  return null;
}

/** RFC 8794: the EBML header, then one segment whose size is known unless the file was streamed. */
async function matroskaSegment(reader: StructureReader): Promise<string | null> {
  const head = await reader.bytes(0, 4096);
  const header = variableInteger(head, 4);
  if (!header) return null;
  const segmentAt = header.end + header.value;
  if (segmentAt + 12 > head.length || head.readUInt32BE(segmentAt) !== 0x18538067) return null;
  const segment = variableInteger(head, segmentAt + 4);
  if (!segment || segment.unknown) return null;
  const expected = segment.end + segment.value;
  return expected > reader.sizeBytes ? tooShort(expected, reader.sizeBytes) : null;
}

/** The length of an element stands in as many bytes as the first byte has leading zeros, plus one. */
function variableInteger(bytes: Buffer, at: number) {
  const first = bytes[at];
  if (first === undefined || first === 0) return null;
  const length = Math.clz32(first) - 24 + 1;
  let value = first & (0xff >> length);
  let unknown = value === 0xff >> length;
  for (const byte of bytes.subarray(at + 1, at + length)) {
    value = value * 256 + byte;
    unknown &&= byte === 0xff;
  }
  return { value, unknown, end: at + length };
}

const TRANSPORT_PACKET_BYTES = 188;
const SYNC_BYTE = 0x47;

/** ISO/IEC 13818-1, section 2.4.3: packets of 188 bytes, each with a sync byte first. */
async function transportPackets(reader: StructureReader): Promise<string | null> {
  const rest = reader.sizeBytes % TRANSPORT_PACKET_BYTES;
  const starts = [0, TRANSPORT_PACKET_BYTES, reader.sizeBytes - rest];
  // Discs and broadcast recorders use longer packets; of those nothing is claimed.
  for (const start of starts) if ((await reader.bytes(start, 1))[0] !== SYNC_BYTE) return null;
  return rest === 0 ? null : 'The file is cut short: it ends inside a transport packet.';
}

/** One RIFF chunk, or several of an AVI beyond 1 GB (OpenDML); each names its size. */
async function riffChunks(reader: StructureReader): Promise<string | null> {
  let at = 0;
  for (;;) {
    const head = await reader.bytes(at, 8);
    if (head.length < 8 || head.toString('latin1', 0, 4) !== 'RIFF') return null;
    const size = head.readUInt32LE(4);
    // A recorder that was switched off, or a program that wrote to a pipe, never wrote the size.
    if (size === 0 || size === 0xffff_ffff) return null;
    const expected = at + 8 + size;
    if (expected > reader.sizeBytes) return tooShort(expected, reader.sizeBytes);
    at = expected + (size % 2);
  }
}

async function toTheEndChunk({ file, sizeBytes }: StructureReader): Promise<string | null> {
  for await (const { type, end } of pngChunks(file)) {
    if (end > sizeBytes) return tooShort(end, sizeBytes);
    if (type === 'IEND') return null;
  }
  return noEnd('the closing IEND chunk');
}

/** Larger pictures are not read whole for this; no claim is made about them. */
const WHOLE_BYTES = 256 * 2 ** 20;

/** GIF89a, appendix B: blocks of sub-blocks up to the trailer. */
async function gifBlocks(reader: StructureReader): Promise<string | null> {
  if (reader.sizeBytes > WHOLE_BYTES) return null;
  const bytes = await reader.bytes(0, reader.sizeBytes);
  const colours = (flags: number) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  let at = 13 + colours(bytes[10] ?? 0);
  while (at < bytes.length && bytes[at] !== 0x3b) {
    if (bytes[at] === 0x21) at += 2;
    else if (bytes[at] === 0x2c) at += 11 + colours(bytes[at + 9] ?? 0);
    else return null;
    while (at < bytes.length && bytes[at] !== 0) at += 1 + bytes[at]!;
    at += 1;
  }
  return at < bytes.length ? null : noEnd('its trailer');
}

async function jpegMarkers(reader: StructureReader): Promise<string | null> {
  if (reader.sizeBytes > WHOLE_BYTES) return null;
  const bytes = await reader.bytes(0, reader.sizeBytes);
  return jpegAt(bytes, 0) === null ? noEnd('its end marker (EOI)') : null;
}
