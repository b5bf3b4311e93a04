/** The fragments of an MP4 as they number and time themselves (ISO/IEC 14496-12, section 8.8). */
import { boxesIn, LONGEST_BOX_BYTES, mp4Boxes } from './mp4-boxes.ts';
import { NotReadFurther, type StructureReader } from './structure-reader.ts';

/** What a fragment holds of one track. */
export interface Mp4Fragment {
  /** Its number (mfhd). */
  sequence: number;
  /** Byte of the file at which it begins. */
  at: number;
  /** When it begins on the decoding clock of the track (tfdt), in ticks. */
  start: number;
  /** When it ends there; NaN where its frames do not say how long they last. */
  end: number;
  frames: number;
}

export interface Mp4Fragments {
  /** Of the track, in the order in which they stand in the file. */
  fragments: Mp4Fragment[];
  /** The numbers of all fragments, those of other tracks among them. */
  sequences: number[];
  /** Frames stand before the first fragment, as the start of the recording. */
  beginsWithFrames: boolean;
  /** The byte from which on they were not read, as there are too many: none is told. */
  notReadFrom?: number;
}

/** Recorders begin one every second or so: twelve days of recording. */
const MOST_FRAGMENTS = 1_000_000;

/** Those of the first recording of the file; fragments without a time of their own are left out. */
export async function mp4Fragments(reader: StructureReader, trackId: number): Promise<Mp4Fragments> {
  const found: Mp4Fragments = { fragments: [], sequences: [], beginsWithFrames: false };
  let usualDuration = NaN;
  let hasStart = false;
  for await (const { type, start: at, end } of mp4Boxes(reader)) {
    if (type === 'ftyp' && at > 0) break;
    if (type === 'mdat' && found.sequences.length === 0) found.beginsWithFrames = true;
    if ((type !== 'moov' && type !== 'moof') || end - at > LONGEST_BOX_BYTES) continue;
    if (type === 'moov' && hasStart) break;
    const box = await reader.bytes(at, end - at);
    if (box.length < end - at) break;
    if (type === 'moov') {
      hasStart = true;
      usualDuration = usualDurationOf(box.subarray(8), trackId);
      continue;
    }
    const header = [...boxesIn(box.subarray(8))].find((inner) => inner.type === 'mfhd')?.body;
    if (header === undefined || header.length < 8) continue;
    const sequence = header.readUInt32BE(4);
    if (found.sequences.length === MOST_FRAGMENTS) throw new NotReadFurther(at);
    found.sequences.push(sequence);
    const part = trackPart(box.subarray(8), trackId, usualDuration);
    if (part !== null) found.fragments.push({ sequence, at, ...part });
    await reader.letCancel();
  }
  return found;
}

/** From the movie's extension box (trex). */
function usualDurationOf(moov: Buffer, trackId: number): number {
  for (const { type, body } of boxesIn(moov)) {
    if (type !== 'mvex') continue;
    for (const inner of boxesIn(body))
      if (inner.type === 'trex' && inner.body.length >= 16 && inner.body.readUInt32BE(4) === trackId)
        return inner.body.readUInt32BE(12) || NaN;
  }
  return NaN;
}

function trackPart(moof: Buffer, trackId: number, usualDuration: number) {
  for (const { type, body } of boxesIn(moof)) {
    if (type !== 'traf') continue;
    const parts = [...boxesIn(body)];
    const header = parts.find((part) => part.type === 'tfhd')?.body;
    if (header === undefined || header.length < 8 || header.readUInt32BE(4) !== trackId) continue;
    const clock = parts.find((part) => part.type === 'tfdt')?.body;
    if (clock === undefined || clock.length < (clock[0] === 1 ? 12 : 8)) return null;
    const start = clock[0] === 1 ? Number(clock.readBigUInt64BE(4)) : clock.readUInt32BE(4);
    const each = ownDuration(header) ?? usualDuration;
    const runs = parts.filter((part) => part.type === 'trun').map((part) => runOf(part.body, each));
    const sum = (of: 'frames' | 'duration') => runs.reduce((total, run) => total + run[of], 0);
    return { start, end: start + sum('duration'), frames: sum('frames') };
  }
  return null;
}

/** Of each frame, where the fragment's header (tfhd) names one; other fields may stand before it. */
function ownDuration(header: Buffer): number | null {
  const flags = header.readUIntBE(1, 3);
  if ((flags & 0x8) === 0) return null;
  const at = 8 + ((flags & 0x1) === 0 ? 0 : 8) + ((flags & 0x2) === 0 ? 0 : 4);
  return at + 4 > header.length ? null : header.readUInt32BE(at) || null;
}

/** @param each duration of a frame that names none */
function runOf(run: Buffer, each: number): { frames: number; duration: number } {
  if (run.length < 8) return { frames: 0, duration: 0 };
  const flags = run.readUIntBE(1, 3);
  const frames = run.readUInt32BE(4);
  if ((flags & 0x100) === 0) return { frames, duration: frames === 0 ? 0 : frames * each };
  const first = 8 + ((flags & 0x1) === 0 ? 0 : 4) + ((flags & 0x4) === 0 ? 0 : 4);
  const step = 4 * [0x100, 0x200, 0x400, 0x800].filter((flag) => (flags & flag) !== 0).length;
  if (first + frames * step > run.length) return { frames: 0, duration: NaN };
  let duration = 0;
  for (let frame = 0; frame < frames; frame += 1) duration += run.readUInt32BE(first + frame * step);
  return { frames, duration };
}
