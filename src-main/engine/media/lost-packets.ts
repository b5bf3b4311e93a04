/**
 * Transport packets of the examined video that are missing in an MPEG-TS: each packet counts on from the one before
 * (continuity_counter, ISO/IEC 13818-1, section 2.4.3.3). The counter has four bits, so the number is the least possible.
 */
import { open } from 'node:fs/promises';
import type { MediaInfo } from '../../shared/domain.ts';
import type { FrameIndex } from './frame-index.ts';
import { listedPlaces, seconds } from './missing-frames.ts';
import { diskPath } from './path-bytes.ts';
import { StructureReader } from './structure-reader.ts';
import { eachTransportPacket, transportLayout } from './transport-packets.ts';

interface Gap {
  packets: number;
  /** Byte of the file behind it. */
  position: number;
}

/** A recording begins with the programme table, then a frame, and may count anew: joined recordings lack nothing there. */
const TABLE_PID = 0;

export async function lostPacketsText(
  path: string,
  media: MediaInfo,
  index: Pick<FrameIndex, 'positions' | 'timesMs'>,
): Promise<string[]> {
  const pid = Number(media.video.containerId);
  if (media.container !== 'mpegts' || !Number.isInteger(pid)) return [];
  const gaps = await gapsOf(path, media.sizeBytes, pid);
  if (gaps.length === 0) return [];
  const packets = gaps.reduce((sum, gap) => sum + gap.packets, 0);
  const places = [...new Set(timesOf(gaps, index))];
  return [
    `At least ${packets} transport ${packets === 1 ? 'packet' : 'packets'} of this video ${packets === 1 ? 'is' : 'are'} missing` +
      `${places.length === 0 ? '' : ` (near ${listedPlaces(places)})`}. Frames there can be damaged or absent.`,
  ];
}

async function gapsOf(path: string, sizeBytes: number, pid: number): Promise<Gap[]> {
  const file = await open(diskPath(path), 'r');
  try {
    const reader = new StructureReader(file, sizeBytes);
    const layout = await transportLayout(reader);
    const counters = new GapCounter(pid);
    if (layout !== null)
      await eachTransportPacket(reader, layout, (packet, position) => counters.read(packet, position));
    return counters.gaps;
  } finally {
    await file.close();
  }
}

class GapCounter {
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

/** When the frames are shown whose bytes the gaps are in, or behind. */
function timesOf(
  gaps: readonly Gap[],
  { positions, timesMs }: Pick<FrameIndex, 'positions' | 'timesMs'>,
): string[] {
  const stored = [...positions.keys()]
    .filter((frame) => !Number.isNaN(positions[frame]))
    .sort((a, b) => positions[a]! - positions[b]!);
  let before = -1;
  return gaps.flatMap(({ position }) => {
    while (positions[stored[before + 1] ?? -1]! <= position) before += 1;
    return before === -1 ? [] : [`${seconds(timesMs[stored[before]!]!)} s`];
  });
}
