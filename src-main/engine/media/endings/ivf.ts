/** IVF: a header of 32 bytes, then frames that name their length. */
import {
  endsAt,
  endsInside,
  followedAt,
  noLength,
  sound,
  type Ending,
  type StructureReader,
} from '../structure-reader.ts';

const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 12;
/** What a program leaves there that writes to a pipe. */
const UNKNOWN = 0xffff_ffff;

export async function ivfEnding(reader: StructureReader): Promise<Ending> {
  const header = await reader.bytes(0, HEADER_BYTES);
  if (header.length < HEADER_BYTES) return sound;
  const announced = header.readUInt32LE(24);
  let frames = 0;
  let times = { first: 0, last: 0 };
  let zerosEnd = 0;
  for (let at = header.readUInt16LE(6); ;) {
    const head = await reader.bytes(at, FRAME_HEADER_BYTES);
    if (head.toString('latin1', 0, 4) === 'DKIF') return followedAt(at);
    const isZero = head.every((byte) => byte === 0);
    // Looked for once in a row of zeros, which may be most of the file.
    if (isZero && at >= zerosEnd) zerosEnd = await reader.zerosEnd(at);
    const isWhole = isComplete(announced, frames, times.last - times.first);
    if (isZero && zerosEnd === reader.sizeBytes) return isWhole ? sound : noLength(announced, frames);
    // No frame is empty, shown at the start, and behind another.
    if (isZero && frames > 0)
      return isWhole
        ? endsAt(at)
        : { ...endsAt(at), lost: lostText(at, announced, frames), goesOnAt: zerosEnd };
    if (head.length < FRAME_HEADER_BYTES) return endsInside('a frame');
    const time = Number(head.readBigUInt64LE(4));
    times = { first: frames === 0 ? time : times.first, last: time };
    frames += 1;
    at += FRAME_HEADER_BYTES + head.readUInt32LE(0);
    if (at > reader.sizeBytes) return endsInside('a frame');
  }
}

const lostText = (at: number, announced: number, frames: number) =>
  `No frame begins at byte ${at}, where one should: the header announces a length of ${announced} frames, and ${frames} stand before. Frames there are lost.`;

/** What the header announces is the number of frames or, if ffmpeg wrote it, their length by their own clock. */
function isComplete(announced: number, frames: number, span: number): boolean {
  const interval = frames < 2 ? 1 : span / (frames - 1);
  return announced === UNKNOWN || announced <= frames || announced <= span + 1.5 * interval;
}
