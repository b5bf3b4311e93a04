/** The boxes of an MP4 or MOV (ISO/IEC 14496-12, section 4.2). */
import type { StructureReader } from './structure-reader.ts';

interface Mp4Box {
  type: string;
  start: number;
  /** It may lie behind the end of a file that is cut short. */
  end: number;
  /** It names no size and reaches to the end of the file. */
  isOpen: boolean;
}

const HEAD_BYTES = 16;

/** Descriptions of streams, and of the frames of one fragment; longer ones are made to waste memory. */
export const LONGEST_BOX_BYTES = 16 * 2 ** 20;

/**
 * Those at the top level, without their content, up to what is no box: some tools pad files. A box whose size is 0
 * reaches to the end of the file.
 */
export async function* mp4Boxes(reader: StructureReader): AsyncGenerator<Mp4Box> {
  for (let start = 0; ;) {
    const head = await reader.bytes(start, HEAD_BYTES);
    if (head.length < 8) return;
    const [size, type] = [head.readUInt32BE(0), head.toString('latin1', 4, 8)];
    const whole = size === 1 && head.length === HEAD_BYTES ? Number(head.readBigUInt64BE(8)) : size;
    if (!/^[\x20-\x7e\xa9]{4}$/.test(type)) return;
    if (size === 0) yield { type, start, end: reader.sizeBytes, isOpen: true };
    if (whole < 8) return;
    yield { type, start, end: start + whole, isOpen: false };
    start += whole;
  }
}

/** Those in the content of another one. */
export function* boxesIn(content: Buffer): Generator<{ type: string; body: Buffer }> {
  for (let at = 0; at + 8 <= content.length;) {
    const size = content.readUInt32BE(at);
    if (size < 8 || at + size > content.length) return;
    yield { type: content.toString('latin1', at + 4, at + 8), body: content.subarray(at + 8, at + size) };
    at += size;
  }
}

/** The content of the first box along a path of types, such as trak, edts, elst. */
export function bodyAt(content: Buffer, [type, ...deeper]: readonly string[]): Buffer | undefined {
  const body = [...boxesIn(content)].find((box) => box.type === type)?.body;
  return body === undefined || deeper.length === 0 ? body : bodyAt(body, deeper);
}
