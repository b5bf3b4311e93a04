/**
 * Transport packets of the examined video that are missing in an MPEG-TS: each packet counts on from the one before
 * (continuity_counter, ISO/IEC 13818-1, section 2.4.3.3). The counter has four bits, so the number is the least possible.
 */
import { listedPlaces } from './missing-frames.ts';
import {
  beginsUnit,
  dataAt,
  hasData,
  KEPT_BYTES,
  packetEnd,
  streamOf,
  type TransportPacket,
} from './transport-packets.ts';

export interface Gap {
  /** 0 where the counter of the programme table alone says that something is missing. */
  packets: number;
  /** Byte of the file behind it. */
  position: number;
  /** A frame begins there, right behind a programme table, as at the start of a recording. */
  behindTable: boolean;
  /** A recording may begin there, which counts anew: joined ones lack nothing. */
  mayBeginAnew: boolean;
  /** The video counts there as at the start of the file: one program wrote both, as with segments of a live stream. */
  countsAsAtStart: boolean;
}

const TABLE_PID = 0;

/** @param places when the frames are shown that the gaps are in, as text */
export function lostPacketsText(
  gaps: readonly Pick<Gap, 'packets'>[],
  places: readonly (string | null)[],
): string[] {
  if (gaps.length === 0) return [];
  const packets = gaps.reduce((sum, gap) => sum + gap.packets, 0);
  const are = packets === 1 ? 'packet of this video is' : 'packets of this video are';
  const known = new Set(places.filter((place) => place !== null));
  const near = known.size === 0 ? '' : ` (near ${listedPlaces([...known])})`;
  return [`At least ${packets} transport ${are} missing${near}. Frames there can be damaged or absent.`];
}

/** What a table since the last packet of the video says by its own counter. */
type TableSays = 'no-table' | 'nothing' | 'counts-on' | 'leaps';

export class GapCounter {
  readonly gaps: Gap[] = [];
  readonly #pid: number;
  /** The last packet of the video with data. */
  readonly #last: TransportPacket & { position: number } = { bytes: Buffer.alloc(0), at: 0, position: 0 };
  /** Counter of the first one. */
  #first: number | null = null;
  #table: number | null = null;
  #tableSays: TableSays = 'no-table';
  /** A whole round of the counter may be missing, which the next packet confirms: some counters stand still. */
  #round: Gap | null = null;

  constructor(pid: number) {
    this.#pid = pid;
  }

  read(packet: TransportPacket, position: number): void {
    if (!hasData(packet)) return;
    const pid = streamOf(packet);
    if (pid === TABLE_PID) this.#readTable(counterOf(packet));
    else if (pid === this.#pid) {
      if (this.#first === null) this.#first = counterOf(packet);
      else if (!isAnnounced(packet)) this.#compare(packet, position);
      this.#last.bytes = packet.bytes;
      this.#last.at = packet.at;
      this.#last.position = position;
      this.#tableSays = 'no-table';
    }
  }

  #readTable(counter: number): void {
    const isKnown = this.#table !== null && counter !== this.#table;
    const countsOn = counter === (((this.#table ?? 0) + 1) & 0x0f);
    if (this.#tableSays !== 'leaps')
      this.#tableSays = !isKnown ? 'nothing' : countsOn ? 'counts-on' : 'leaps';
    this.#table = counter;
  }

  #compare(packet: TransportPacket, position: number): void {
    const last = this.#last;
    const counter = counterOf(packet);
    const packets = (counter - counterOf(last) - 1) & 0x0f;
    if (packets === 0 && this.#tableSays === 'no-table' && this.#round === null) return;
    const behindTable = beginsUnit(packet) && this.#tableSays !== 'no-table';
    const countsAsAtStart = counter === this.#first;
    // A table that counts on comes from the same recorder.
    const mayBeginAnew = behindTable && (this.#tableSays !== 'counts-on' || countsAsAtStart);
    const gap = { packets, position, behindTable, mayBeginAnew, countsAsAtStart };
    const round = this.#round;
    this.#round = null;
    if (counter === counterOf(last)) {
      // A packet may be sent twice; another one under the same number means that a round of 15 is gone.
      const isKept = position - last.position < KEPT_BYTES;
      if (round === null && isKept && !haveSameData(packet, last)) this.#round = gap;
      return;
    }
    if (round !== null && packets === 0) this.gaps.push(round);
    if (packets > 0 || (behindTable && this.#tableSays === 'leaps')) this.gaps.push(gap);
  }
}

const counterOf = ({ bytes, at }: TransportPacket): number => bytes[at + 3]! & 0x0f;

const haveSameData = (a: TransportPacket, b: TransportPacket): boolean =>
  a.bytes.compare(b.bytes, dataAt(b), packetEnd(b), dataAt(a), packetEnd(a)) === 0;

/** The adaptation field can say that the counter jumps on purpose. */
const isAnnounced = ({ bytes, at }: TransportPacket): boolean =>
  (bytes[at + 3]! & 0x20) !== 0 && bytes[at + 4]! > 0 && (bytes[at + 5]! & 0x80) !== 0;
