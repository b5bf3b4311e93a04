/**
 * Transport packets of the examined video that are missing in an MPEG-TS: each packet counts on from the one before
 * (continuity_counter, ISO/IEC 13818-1, section 2.4.3.3). The counter has four bits, so the number is the least possible.
 */
import { listedPlaces } from './missing-frames.ts';

export interface Gap {
  packets: number;
  /** Byte of the file behind it. */
  position: number;
}

/** A recording begins with the programme table, then a frame, and may count anew: joined recordings lack nothing there. */
const TABLE_PID = 0;

/** @param places when the frames are shown that the gaps are in, as text */
export function lostPacketsText(gaps: readonly Gap[], places: readonly (string | null)[]): string[] {
  if (gaps.length === 0) return [];
  const packets = gaps.reduce((sum, gap) => sum + gap.packets, 0);
  const are = packets === 1 ? 'packet of this video is' : 'packets of this video are';
  const known = new Set(places.filter((place) => place !== null));
  const near = known.size === 0 ? '' : ` (near ${listedPlaces([...known])})`;
  return [`At least ${packets} transport ${are} missing${near}. Frames there can be damaged or absent.`];
}

export class GapCounter {
  readonly gaps: Gap[] = [];
  readonly #pid: number;
  /** Counter of the last packet with data. */
  #last: number | null = null;
  #behindTable = false;

  constructor(pid: number) {
    this.#pid = pid;
  }

  read(packet: Buffer, position: number): void {
    const pid = packet.readUInt16BE(1) & 0x1fff;
    if (pid === TABLE_PID) this.#behindTable = true;
    const hasData = (packet[3]! & 0x10) !== 0;
    if (pid !== this.#pid || !hasData) return;
    const counter = packet[3]! & 0x0f;
    const beginsFrame = (packet[1]! & 0x40) !== 0;
    const mayBeginAnew = isAnnounced(packet) || (beginsFrame && this.#behindTable);
    // A packet may be sent twice.
    if (this.#last !== null && counter !== this.#last && !mayBeginAnew) {
      const packets = (counter - this.#last - 1) & 0x0f;
      if (packets > 0) this.gaps.push({ packets, position });
    }
    this.#last = counter;
    this.#behindTable = false;
  }
}

/** The adaptation field can say that the counter jumps on purpose. */
const isAnnounced = (packet: Buffer): boolean =>
  (packet[3]! & 0x20) !== 0 && packet[4]! > 0 && (packet[5]! & 0x80) !== 0;
