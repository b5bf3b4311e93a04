/**
 * Ogg: pages that name their length (RFC 3533, section 6). The mark on the last page of a stream proves nothing: programs
 * that record live end without it.
 */
import { endsAt, endsInside, sound, type Ending, type StructureReader } from '../structure-reader.ts';

const HEADER_BYTES = 27;
/** On the first page of a stream. */
const BEGINS = 2;

export async function oggEnding(reader: StructureReader): Promise<Ending> {
  const streams = new Map<number, { page: number; hasData: boolean }>();
  let lost = 0;
  let lostAt: number | null = null;
  let anotherAt: number | null = null;
  const found = (ending: Ending): Ending => ({
    ...ending,
    anotherAt,
    ...(lostAt === null ? {} : { lost: lostText(lost, lostAt) }),
  });
  for (let at = 0; at < reader.sizeBytes;) {
    const head = await reader.bytes(at, HEADER_BYTES + 255);
    if (head.toString('latin1', 0, 4) !== 'OggS') return found(endsAt(at));
    const segments = head.subarray(HEADER_BYTES, HEADER_BYTES + (head[26] ?? 0));
    const end = at + HEADER_BYTES + segments.length + segments.reduce((sum, length) => sum + length, 0);
    if (head.length < HEADER_BYTES || segments.length < head[26]! || end > reader.sizeBytes)
      return found(endsInside('a page'));
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

const lostText = (pages: number, before: number) =>
  `${pages} ${pages === 1 ? 'page of the file is' : 'pages of the file are'} missing by their numbers (first before byte ${before}). Frames there can be damaged or absent.`;
