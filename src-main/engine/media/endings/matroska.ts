/** Matroska and WebM: the EBML header, then one segment whose size is known unless the file was streamed (RFC 8794). */
import { sound, tooShort, type Ending, type StructureReader } from '../structure-reader.ts';

const SEGMENT = 0x1853_8067;

export async function matroskaEnding(reader: StructureReader): Promise<Ending> {
  const head = await reader.bytes(0, 4096);
  const header = variableInteger(head, 4);
  if (!header) return sound;
  const segmentAt = header.end + header.value;
  if (segmentAt + 12 > head.length || head.readUInt32BE(segmentAt) !== SEGMENT) return sound;
  const segment = variableInteger(head, segmentAt + 4);
  if (!segment || segment.unknown) return sound;
  const expected = segment.end + segment.value;
  return expected > reader.sizeBytes ? tooShort(expected, reader.sizeBytes) : sound;
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
