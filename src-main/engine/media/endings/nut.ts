/** NUT: packets that name their length, and frames whose header is coded by a table at the start (NUT specification). */
import {
  endsAt,
  endsInside,
  followedAt,
  sound,
  type Ending,
  type StructureReader,
} from '../structure-reader.ts';

const FILE_ID = Buffer.from('nut/multimedia container\0');
const MAIN_HEADER = 'NM';
/** The last packet of a file. */
const INDEX = 'NX';
/** No frame is coded by the byte that begins a packet. */
const PACKET = 0x4e;
/** A checksum of its head follows in a longer packet. */
const LONG_PACKET_BYTES = 4096;
const HEAD_BYTES = 4096;

const flag = {
  pts: 8,
  stream: 16,
  size: 32,
  checksum: 64,
  reserved: 128,
  header: 1024,
  match: 2048,
  coded: 4096,
  invalid: 8192,
};

/** What the first byte of a frame stands for. */
interface FrameCode {
  flags: number;
  sizeFactor: number;
  sizeRest: number;
  reserved: number;
  header: number;
}

interface FrameTable {
  codes: FrameCode[];
  /** Bytes of the beginnings that frames share, and that are left out of them. */
  elided: number[];
}

export async function nutEnding(reader: StructureReader): Promise<Ending> {
  let table: FrameTable | null = null;
  let isBehindIndex = false;
  for (let at = FILE_ID.length; at < reader.sizeBytes;) {
    const bytes = await reader.bytes(at, HEAD_BYTES);
    if (bytes.subarray(0, FILE_ID.length).equals(FILE_ID)) return followedAt(at);
    if (isBehindIndex) return endsAt(at);
    const head = new NumberReader(bytes);
    const first = head.byte();
    let length: number;
    if (first === PACKET) {
      const kind = String.fromCharCode(PACKET, head.byte());
      const isMain = kind === MAIN_HEADER;
      isBehindIndex = kind === INDEX;
      head.at = 8;
      length = head.number();
      if (length > LONG_PACKET_BYTES) head.at += 4;
      if (isMain) table = readTable(head.copy());
    } else {
      const code = table?.codes[first];
      if (!table || !code || code.flags & flag.invalid) return endsAt(at);
      length = frameLength(head, code, table.elided);
    }
    at += head.at + length;
    if (at > reader.sizeBytes) return endsInside(first === PACKET ? 'a packet' : 'a frame');
  }
  return sound;
}

function frameLength(head: NumberReader, code: FrameCode, elided: readonly number[]): number {
  let { flags, sizeRest, reserved, header } = code;
  if (flags & flag.coded) flags ^= head.number();
  if (flags & flag.stream) head.number();
  if (flags & flag.pts) head.number();
  if (flags & flag.size) sizeRest += code.sizeFactor * head.number();
  if (flags & flag.match) head.number();
  if (flags & flag.header) header = head.number();
  if (flags & flag.reserved) reserved = head.number();
  head.skip(reserved);
  if (flags & flag.checksum) head.at += 4;
  return Math.max(0, sizeRest - (sizeRest > LONG_PACKET_BYTES ? 0 : (elided[header] ?? 0)));
}

/** The main header: version, streams and time bases, then runs of frame codes of one kind. */
function readTable(head: NumberReader): FrameTable {
  if (head.number() > 3) head.number();
  head.skip(2);
  head.skip(2 * head.number());
  const codes: FrameCode[] = [];
  let [sizeFactor, header] = [1, 0];
  while (codes.length < 256 && !head.isAtEnd) {
    const flags = head.number();
    const fields = head.number();
    const field = (place: number, otherwise: number) => (fields > place ? head.number() : otherwise);
    field(0, 0);
    sizeFactor = field(1, sizeFactor);
    field(2, 0);
    const size = field(3, 0);
    const reserved = field(4, 0);
    const count = field(5, sizeFactor - size);
    field(6, 0);
    header = field(7, header);
    head.skip(Math.max(0, fields - 8));
    for (let place = 0; place < count && codes.length < 256;) {
      const isPacket = codes.length === PACKET;
      codes.push({
        flags: isPacket ? flag.invalid : flags,
        sizeFactor,
        sizeRest: size + place,
        reserved,
        header,
      });
      if (!isPacket) place += 1;
    }
  }
  const elided = [0];
  for (let left = head.number(); left > 0 && !head.isAtEnd; left -= 1) {
    elided.push(head.number());
    head.at += elided.at(-1)!;
  }
  return { codes, elided };
}

/** Whole numbers of seven bits a byte, of which the highest bit says that another follows. */
class NumberReader {
  readonly bytes: Buffer;
  at: number;

  constructor(bytes: Buffer, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  get isAtEnd(): boolean {
    return this.at >= this.bytes.length;
  }

  copy(): NumberReader {
    return new NumberReader(this.bytes, this.at);
  }

  byte(): number {
    return this.bytes[this.at++] ?? 0;
  }

  number(): number {
    let value = 0;
    for (;;) {
      const byte = this.byte();
      value = value * 128 + (byte & 0x7f);
      if (byte < 0x80) return value;
    }
  }

  skip(numbers: number): void {
    for (let left = numbers; left > 0 && !this.isAtEnd; left -= 1) this.number();
  }
}
