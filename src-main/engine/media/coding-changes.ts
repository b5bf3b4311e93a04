/**
 * Where the video of an MPEG-TS changes to another coding: the programme table names one for each stream (ISO/IEC
 * 13818-1, section 2.4.4). ffmpeg goes on with the decoder that it began with.
 */
import { listedPlaces } from './missing-frames.ts';
import { beginsUnit, dataAt, packetEnd, streamOf, type TransportPacket } from './transport-packets.ts';

export interface CodingChange {
  /** Byte of the file at which the new table stands. */
  position: number;
  from: string;
  to: string;
}

/** Names of stream_type (table 2-34, and ATSC's and SMPTE's own numbers). */
const codings: Readonly<Record<number, string>> = {
  0x01: 'MPEG-1',
  0x02: 'MPEG-2',
  0x10: 'MPEG-4',
  0x1b: 'H.264',
  0x24: 'HEVC',
  0x33: 'VVC',
  0xea: 'VC-1',
};

const PROGRAMMES_PID = 0;
const PROGRAMMES_TABLE = 0;
const STREAMS_TABLE = 2;
const CHECKSUM_BYTES = 4;

export class CodingReader {
  readonly changes: CodingChange[] = [];
  readonly #pid: number;
  readonly #tablePids = new Set<number>();
  #coding: string | null = null;

  constructor(pid: number) {
    this.#pid = pid;
  }

  read(packet: TransportPacket, position: number): void {
    const pid = streamOf(packet);
    if (pid !== PROGRAMMES_PID && !this.#tablePids.has(pid)) return;
    const section = sectionOf(packet);
    if (section === null) return;
    if (pid === PROGRAMMES_PID && section[0] === PROGRAMMES_TABLE) {
      for (let at = 8; at + 4 <= section.length; at += 4)
        this.#tablePids.add(section.readUInt16BE(at + 2) & 0x1fff);
    } else if (section[0] === STREAMS_TABLE) this.#readStreams(section, position);
  }

  #readStreams(section: Buffer, position: number): void {
    // current_next_indicator: a table that is announced and not yet valid.
    if ((section[5]! & 1) === 0) return;
    for (let at = 12 + (section.readUInt16BE(10) & 0xfff); at + 5 <= section.length;) {
      if ((section.readUInt16BE(at + 1) & 0x1fff) === this.#pid) this.#note(codings[section[at]!], position);
      at += 5 + (section.readUInt16BE(at + 3) & 0xfff);
    }
  }

  #note(coding: string | undefined, position: number): void {
    if (coding === undefined || coding === this.#coding) return;
    if (this.#coding !== null) this.changes.push({ position, from: this.#coding, to: coding });
    this.#coding = coding;
  }
}

/** @param places when the last frames are shown before the changes, as text */
export function codingChangesText(
  changes: readonly CodingChange[],
  places: readonly (string | null)[],
): string[] {
  if (changes.length === 0) return [];
  const listed = changes.map(({ position, from, to }, i) => {
    const near = places[i] === null ? '' : ` (near ${places[i]})`;
    return `from ${from} to ${to} at byte ${position}${near}`;
  });
  return [
    `The coding of the video changes ${listedPlaces(listed)}. ` +
      'What follows was not examined, or was read with the wrong decoder. Save it as a file of its own and add that as evidence.',
  ];
}

/** The table that begins in this packet, without its checksum; null where none does, or it ends in another packet. */
function sectionOf(packet: TransportPacket): Buffer | null {
  const payload = packet.bytes.subarray(dataAt(packet), packetEnd(packet));
  if (!beginsUnit(packet) || payload.length === 0) return null;
  const start = 1 + payload[0]!;
  if (start + 12 > payload.length) return null;
  const end = start + 3 + (payload.readUInt16BE(start + 1) & 0xfff) - CHECKSUM_BYTES;
  return end > payload.length || end < start + 12 ? null : payload.subarray(start, end);
}
