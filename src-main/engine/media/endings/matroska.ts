/** Matroska and WebM: the EBML header, then one segment whose size is known unless the file was streamed (RFC 8794). */
import { elementAt } from '../ebml-elements.ts';
import {
  endsAt,
  followedAt,
  sound,
  tooShort,
  type Ending,
  type StructureReader,
} from '../structure-reader.ts';

const HEADER = 0x1a45_dfa3;
const SEGMENT = 0x1853_8067;
const CLUSTER = 0x1f43_b675;
/** The tracks stand before the first cluster. */
const HEAD_BYTES = 64 * 1024;

export async function matroskaEnding(reader: StructureReader): Promise<Ending> {
  const header = await elementAt(reader, 0);
  const segment = header && (await elementAt(reader, header.end));
  if (segment?.id !== SEGMENT) return sound;
  if (segment.end > reader.sizeBytes && !segment.isOpen) return tooShort(segment.end, reader.sizeBytes);
  let end = segment.end;
  for await (const { id, start, next } of elements(reader, segment.isOpen ? segment.dataAt : segment.end)) {
    if (segment.isOpen) end = next;
    if (id !== HEADER) continue;
    const [coding, another] = [await videoCoding(reader, 0), await videoCoding(reader, start)];
    return { ...followedAt(start), isOfAnotherCoding: coding !== another };
  }
  return endsAt(end);
}

/** The first byte at which no element begins, before the end of the last segment; null where there is none. */
export async function matroskaStop(reader: StructureReader): Promise<number | null> {
  let [at, knownEnd] = [0, 0];
  for await (const { id, isOpen, end, next } of elements(reader, 0)) {
    at = next;
    if (id === SEGMENT) knownEnd = isOpen ? 0 : end;
  }
  return at === knownEnd || at >= reader.sizeBytes ? null : at;
}

/** All elements in a row; into segments and clusters, which may not say how long they are, it goes. */
async function* elements(reader: StructureReader, from: number) {
  for (let start = from; start < reader.sizeBytes;) {
    const element = await elementAt(reader, start);
    if (element === null) return;
    const { id, dataAt, end } = element;
    const next = id === SEGMENT || id === CLUSTER ? dataAt : end;
    yield { ...element, start, next };
    start = next;
  }
}

/** As the first video track names it, such as V_VP9. */
async function videoCoding(reader: StructureReader, at: number): Promise<string | undefined> {
  return /\x86[\x80-\xbf](V_[A-Z0-9/]+)/.exec((await reader.bytes(at, HEAD_BYTES)).toString('latin1'))?.[1];
}
