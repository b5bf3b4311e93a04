/**
 * Ogg: pages that name their length and their checksum (RFC 3533, section 6). Where no page begins, the recording may go
 * on at a later one. The mark on the last page of a stream proves nothing: programs
 * that record live end without it.
 */
import { endsAt, endsInside, sound, type Ending, type StructureReader } from '../structure-reader.ts';

const MARK = 'OggS';
const HEADER_BYTES = 27;
const CHECKSUM_AT = 22;
const LONGEST_PAGE_BYTES = HEADER_BYTES + 255 + 255 * 255;
const SEARCHED_BYTES = 2 ** 20;
/** Marks without a page behind which no more are looked for: made to waste time. */
const FALSE_STARTS = 1000;
/** On the first page of a stream. */
const BEGINS = 2;

export async function oggEnding(reader: StructureReader): Promise<Ending> {
  const streams = new Map<number, { page: number; hasData: boolean }>();
  let lost = 0;
  let lostAt: number | null = null;
  const damaged: number[] = [];
  let goesOnAt: number | undefined;
  let anotherAt: number | null = null;
  const found = (ending: Ending): Ending => ({
    ...ending,
    anotherAt,
    ...(goesOnAt === undefined ? {} : { goesOnAt }),
    ...(lostAt === null && damaged.length === 0
      ? {}
      : { lost: [...lostText(lost, lostAt), ...damagedText(damaged), CONSEQUENCE].join(' ') }),
  });
  for (let at = 0; at < reader.sizeBytes;) {
    const head = await reader.bytes(at, HEADER_BYTES + 255);
    if (head.toString('latin1', 0, 4) !== MARK) {
      const next = await nextPage(reader, at, new Set(streams.keys()));
      if (next === null) return found(endsAt(at));
      // What stands before another recording is nobody's loss.
      if (!next.begins) {
        goesOnAt = next.at;
        lostAt ??= at;
      }
      at = next.at;
      continue;
    }
    const end = head.length < HEADER_BYTES + head[26]! ? Infinity : at + pageBytes(head);
    if (end > reader.sizeBytes) return found(endsInside('a page'));
    if (!hasChecksum(await reader.bytes(at, end - at))) damaged.push(at);
    const [serial, page] = [head.readUInt32LE(14), head.readUInt32LE(18)];
    const stream = streams.get(serial);
    if ((head[5]! & BEGINS) !== 0) {
      // All streams of a recording begin before the first of their data.
      if ([...streams.values()].some(({ hasData }) => hasData)) anotherAt ??= at;
      streams.set(serial, { page, hasData: false });
    } else if (stream) {
      // A capture of a live stream begins with its headers and goes on at any page.
      const missing = stream.hasData ? page - stream.page - 1 : 0;
      if (missing > 0) {
        lost += missing;
        lostAt ??= at;
      }
      const position = head.readBigInt64LE(6);
      streams.set(serial, { page, hasData: stream.hasData || position > 0n });
    }
    at = end;
  }
  return found(sound);
}

const CONSEQUENCE = 'Frames there can be damaged or absent.';

const lostText = (pages: number, before: number | null): string[] =>
  before === null
    ? []
    : [
        pages === 0
          ? `No page of the file begins at byte ${before}, where one should.`
          : `${pages} ${pages === 1 ? 'page of the file is' : 'pages of the file are'} missing by their numbers (first before byte ${before}).`,
      ];

const damagedText = (places: readonly number[]): string[] =>
  places.length === 0
    ? []
    : [
        `${places.length} ${places.length === 1 ? 'page does' : 'pages do'} not match the checksum in it (first at byte ${places[0]}): what is in it was damaged or changed.`,
      ];

/** The next whole page that begins a stream or goes on with one of these; null where there is none. */
async function nextPage(
  reader: StructureReader,
  from: number,
  serials: ReadonlySet<number>,
): Promise<{ at: number; begins: boolean } | null> {
  let falseStarts = 0;
  for (let at = from; at < reader.sizeBytes; at += SEARCHED_BYTES - LONGEST_PAGE_BYTES) {
    const bytes = await reader.bytes(at, SEARCHED_BYTES);
    for (let mark = bytes.indexOf(MARK); mark !== -1; mark = bytes.indexOf(MARK, mark + 1)) {
      const page = bytes.subarray(mark, mark + LONGEST_PAGE_BYTES);
      if (page.length <= HEADER_BYTES) break;
      const begins = (page[5]! & BEGINS) !== 0;
      if (!begins && !serials.has(page.readUInt32LE(14))) continue;
      if (hasChecksum(page.subarray(0, pageBytes(page)))) return { at: at + mark, begins };
      if (++falseStarts === FALSE_STARTS) return null;
    }
    await reader.letCancel();
  }
  return null;
}

function pageBytes(page: Buffer): number {
  const segments = page.subarray(HEADER_BYTES, HEADER_BYTES + page[26]!);
  return HEADER_BYTES + segments.length + segments.reduce((sum, length) => sum + length, 0);
}

/** Its polynomial is that of other checksums, and its bits are taken in another order. */
const checksums = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 24;
  for (let bit = 0; bit < 8; bit += 1) value = (value << 1) ^ (value < 0 ? 0x04c1_1db7 : 0);
  return value;
});

/** It stands in four bytes of the page, which count as zeros for it. */
function hasChecksum(page: Buffer): boolean {
  let value = 0;
  for (let at = 0; at < page.length; at += 1) {
    const byte = at >= CHECKSUM_AT && at < CHECKSUM_AT + 4 ? 0 : page[at]!;
    value = (value << 8) ^ checksums[(value >>> 24) ^ byte]!;
  }
  return value >>> 0 === page.readUInt32LE(CHECKSUM_AT);
}
