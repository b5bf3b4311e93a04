/** The boxes of an MP4 or MOV at its top level, without their content (ISO/IEC 14496-12, section 4.2). */
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

/** Up to what is no box: some tools pad files. A box whose size is 0 reaches to the end of the file. */
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
