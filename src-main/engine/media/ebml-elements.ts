/** The elements of Matroska and WebM (RFC 8794, section 5). */
import type { StructureReader } from './structure-reader.ts';

export interface EbmlElement {
  id: number;
  dataAt: number;
  end: number;
  /** Its size is not known. */
  isOpen: boolean;
}

/** An identifier, whose first byte says how long it is, and a length of the same kind; null where there is none. */
export async function elementAt(reader: StructureReader, at: number): Promise<EbmlElement | null> {
  const head = await reader.bytes(at, 12);
  const idBytes = Math.clz32(head[0] ?? 0) - 24 + 1;
  if (idBytes > 4 || head.length <= idBytes) return null;
  const size = variableInteger(head, idBytes);
  return (
    size && {
      id: head.readUIntBE(0, idBytes),
      dataAt: at + size.end,
      end: at + size.end + size.value,
      isOpen: size.unknown,
    }
  );
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
