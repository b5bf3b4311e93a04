/**
 * Where the edit list of an MP4 or MOV goes on at another place of the recording (ISO/IEC 14496-12, section 8.6.6).
 * Players and ffmpeg follow it: what lies between is in the file, and is not shown.
 */
import type { MediaInfo } from '../../shared/domain.ts';
import { bodyAt, boxesIn, LONGEST_BOX_BYTES, mp4Boxes } from './mp4-boxes.ts';
import { readStructure, type StructureReader } from './structure-reader.ts';

/** One part of the recording as it is shown. */
export interface Edit {
  /** How long it is shown, in ms. */
  durationMs: number;
  /** Where it begins on the recording's own clock, in ms; null where nothing is shown. */
  fromMs: number | null;
}

/** Recordings of a phone begin a frame or two before what they show; tools round to their own ticks. */
const ROUNDING_MS = 2;

/**
 * @returns instants of the video, in ms from its first frame, rising
 * @throws the abort reason, or an error of the disk
 */
export async function editListCuts(
  path: string,
  { container, sizeBytes, video }: Pick<MediaInfo, 'container' | 'sizeBytes' | 'video'>,
  signal?: AbortSignal,
): Promise<number[]> {
  const { containerId } = video;
  if (containerId === undefined || !container.startsWith('mov,mp4')) return [];
  return cutsOf(
    await readStructure(
      path,
      sizeBytes,
      signal,
      (reader) => editsOf(reader, Number(containerId)),
      () => [],
    ),
  );
}

/** Parts that follow each other in the recording, too, are no cut. */
export function cutsOf(edits: readonly Edit[]): number[] {
  const cuts: number[] = [];
  let before: { endMs: number } | null = null;
  let atMs = 0;
  for (const { durationMs, fromMs } of edits) {
    if (fromMs !== null) {
      if (before !== null && Math.abs(fromMs - before.endMs) > ROUNDING_MS) cuts.push(atMs);
      before = { endMs: fromMs + durationMs };
    }
    // The clock of the video begins with its first picture.
    if (before !== null) atMs += durationMs;
  }
  return cuts;
}

async function editsOf(reader: StructureReader, trackId: number): Promise<Edit[]> {
  for await (const { type, start, end } of mp4Boxes(reader)) {
    if (type !== 'moov') continue;
    if (end - start > LONGEST_BOX_BYTES) return [];
    const movie = (await reader.bytes(start, end - start)).subarray(8);
    const ticks = numberBehindDates(bodyAt(movie, ['mvhd']));
    const track = [...boxesIn(movie)].find(
      (box) => box.type === 'trak' && numberBehindDates(bodyAt(box.body, ['tkhd'])) === trackId,
    )?.body;
    const list = track && bodyAt(track, ['edts', 'elst']);
    const trackTicks = track && numberBehindDates(bodyAt(track, ['mdia', 'mdhd']));
    return list && ticks && trackTicks ? entriesOf(list, ticks, trackTicks) : [];
  }
  return [];
}

/** Of mvhd and mdhd: behind two dates, of 8 bytes each in version 1; so is the number of the track in tkhd. */
function numberBehindDates(header: Buffer | undefined): number | null {
  const at = header?.[0] === 1 ? 20 : 12;
  return header === undefined || header.length < at + 4 ? null : header.readUInt32BE(at) || null;
}

function entriesOf(list: Buffer, ticks: number, trackTicks: number): Edit[] {
  const wide = list[0] === 1;
  const entryBytes = wide ? 20 : 12;
  const edits: Edit[] = [];
  for (let at = 8; at + entryBytes <= list.length; at += entryBytes) {
    const duration = wide ? Number(list.readBigUInt64BE(at)) : list.readUInt32BE(at);
    const from = wide ? Number(list.readBigInt64BE(at + 8)) : list.readInt32BE(at + 4);
    edits.push({
      durationMs: (duration * 1000) / ticks,
      fromMs: from < 0 ? null : (from * 1000) / trackTicks,
    });
  }
  return edits;
}
