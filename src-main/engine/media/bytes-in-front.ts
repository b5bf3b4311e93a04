/** A video behind bytes that are not part of it, as a faulty copy or a recovery from a disk leaves them. */
import { EngineError } from '../../shared/errors.ts';
import { filesBehind } from './behind-the-end.ts';
import type { FfprobeReport } from './ffprobe-report.ts';
import type { ByteRange } from './media-input.ts';
import { kindOf } from './recognise-media.ts';
import { bytesText, readStructure } from './structure-reader.ts';
import { isDecodable } from './video-stream.ts';

/** What file-type looks at. */
const HEAD_BYTES = 4100;

/**
 * Why a file that ffmpeg refused cannot be read as it is; null where no video begins behind its first bytes, or these
 * are those of an archive or another file.
 * @param read gives ffprobe's report of a part of the file
 */
export async function bytesInFrontRefusal(
  path: string,
  sizeBytes: number,
  read: (range: ByteRange) => Promise<{ report: FfprobeReport | null; log: string[] }>,
  signal?: AbortSignal,
): Promise<EngineError | null> {
  const found = await readStructure(
    path,
    sizeBytes,
    signal,
    async (reader) => {
      const [first] = await filesBehind(reader, 0, true);
      if (first?.kind !== 'video' || first.at === 0) return null;
      if ((await kindOf(await reader.bytes(0, HEAD_BYTES))) !== '') return null;
      return { at: first.at, areZeros: (await reader.zerosEnd(0, first.at)) === first.at };
    },
    () => null,
  );
  if (found === null) return null;
  const { at, areZeros } = found;
  const inFront = areZeros
    ? `${bytesText(at)} of zeros that are not part of it`
    : `${bytesText(at)} that are not part of it`;
  const { report, log } = await read({ start: at, end: 0 });
  if (report?.streams.some(isDecodable)) {
    return new EngineError(
      'media/unreadable',
      `The video in this file begins at byte ${at}, behind ${inFront}. ` +
        `Save what follows them as a file of its own (for example: tail -c +${at + 1} FILE > COPY) and add that as evidence.`,
      { cause: log.join('\n') },
    );
  }
  // Behind anything else, what looks like a video may be a part of that.
  if (!areZeros) return null;
  return new EngineError(
    'media/unreadable',
    `A video begins at byte ${at} of this file, behind ${inFront}, and cannot be read without them either: it is damaged, or of a kind that this ffmpeg does not know. Copy it again from its source.`,
    { cause: log.join('\n') },
  );
}
