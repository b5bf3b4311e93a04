/**
 * Streams (DASH, HLS) are stored as a start that says how they are coded, and segments that hold the frames. Neither can
 * be read without the other, and neither is damaged (ISO/IEC 23009-1, section 6.3).
 */
import { EngineError } from '../../shared/errors.ts';
import { mp4Boxes } from './mp4-boxes.ts';
import { readStructure } from './structure-reader.ts';

/** Longer ones describe frames that are in the file. */
const LONGEST_START_BYTES = 2 ** 20;

/** The reason why a file of this kind cannot be read alone; null for any other file. */
export async function streamPartRefusal(
  path: string,
  sizeBytes: number,
  signal?: AbortSignal,
): Promise<EngineError | null> {
  return readStructure(
    path,
    sizeBytes,
    signal,
    async (reader) => {
      let start: Buffer | null = null;
      const types = new Set<string>();
      for await (const { type, start: at, end } of mp4Boxes(reader)) {
        types.add(type);
        if (type === 'moov') start = await reader.bytes(at, Math.min(end - at, LONGEST_START_BYTES));
      }
      if (start === null && types.has('moof')) {
        return new EngineError(
          'media/unreadable',
          `This is a segment of a stream (DASH or HLS) without the start, which says how it is coded. ${howToJoin}`,
        );
      }
      const isStart = start?.includes('mvex') === true && !types.has('moof') && !types.has('mdat');
      return isStart
        ? new EngineError(
            'media/no-frames',
            `This is the start of a stream (DASH or HLS init segment) without frames. ${howToJoin}`,
          )
        : null;
    },
    () => null,
  );
}

const howToJoin =
  'Put the start and its segments into one file in their order, and add that as evidence (for example: cat init.mp4 1.m4s 2.m4s > video.mp4).';
