/** Turns ffprobe's message about a file into an error that says what to do next. */
import { EngineError } from '../../shared/errors.ts';
import type { FfprobeStream } from './ffprobe-report.ts';

const reasons: { pattern: RegExp; code: 'media/unreadable' | 'media/unsupported'; message: string }[] = [
  {
    pattern: /not on whitelist/,
    code: 'media/unsupported',
    message:
      'Exhibit cannot analyse this kind of file. Choose a video, or a picture as JPEG, PNG, WebP or GIF.',
  },
  {
    pattern: /moov atom not found/,
    code: 'media/unreadable',
    message:
      'The index of the video (moov) is missing: the file is not a video, or its copy is incomplete. Copy it again from its source.',
  },
  {
    pattern: /unsupported chunk: ANIM/,
    code: 'media/unsupported',
    message: 'Exhibit cannot decode animated WebP. Convert it to a GIF or a video.',
  },
];

/**
 * @param log ffprobe's last log lines, kept as the cause
 * @param cut how the structure of the file shows that it is cut short, as a sentence
 */
export function probeFailure(log: readonly string[], cut: string | null): EngineError {
  const cause = log.join('\n');
  const reason = reasons.find(({ pattern }) => pattern.test(cause));
  if (reason) return new EngineError(reason.code, reason.message, { cause });
  const found = cut ?? 'No video or picture was found: the file is damaged or of another kind.';
  const message = `${found} Copy it again from its source.`;
  return new EngineError('media/unreadable', message, { cause });
}

/** ffmpeg's own words, for those who know them: its last line, without the address in its memory. */
export function inBrackets(log: readonly string[]): string {
  const line = lastWords(log);
  return line === '' ? '' : ` (ffmpeg: ${line})`;
}

/** Empty where it said nothing. */
export const lastWords = (log: readonly string[]): string =>
  log
    .findLast((text) => !text.includes('Consider increasing'))
    ?.replace(/^(?:\[[^\]]*\] )+/, '')
    .trim()
    .replace(/\.$/, '') ?? '';

/** A HEIC or AVIF picture may be made of tiles, of which ffmpeg reads one at a time: part of it would not be examined. */
export function heifRefusal(brand: string): EngineError {
  const format = brand.startsWith('av') ? 'AVIF' : 'HEIC';
  return new EngineError(
    'media/unsupported',
    `This is a picture in the ${format} format, which Exhibit cannot read. Convert it to PNG without loss and add the copy as evidence (for example: heif-convert in.${format.toLowerCase()} out.png).`,
  );
}

/** @param scheme its name, where it is known */
export const encryptedRefusal = (scheme?: string): EngineError =>
  new EngineError(
    'media/encrypted',
    `The video in this file is encrypted${scheme === undefined ? '' : ` (${scheme})`}. Ask its owner for the file without encryption, or for the key, and analyse the decrypted copy.`,
  );

export const dolbyVisionRefusal = (): EngineError =>
  new EngineError(
    'media/unsupported',
    'The colours of this file are Dolby Vision, profile 5, which Exhibit cannot read correctly. Convert it to BT.709 and analyse the copy as evidence of its own.',
  );

/** Of a stream whose first picture stands behind what ffmpeg reads to recognise streams. */
export const lateStreamAdvice = (index: number): string =>
  'Its first frame is too far from the start of the file, or it has no frame. ' +
  `Save it as a file of its own (ffmpeg -analyzeduration 2000M -probesize 2000M -i FILE -map 0:${index} -c copy COPY.ts) and add that as evidence.`;

/**
 * A stream that ffprobe lists and cannot open: of an unknown kind, or without a picture that decodes.
 * @param cut what of the file is missing, where its structure tells
 * @param hasOthers whether other video streams of the file were recognised
 */
export function streamFailure(
  { index, codec_name: codec, codec_tag_string: tag, width }: FfprobeStream,
  { log, cut, hasOthers }: { log: readonly string[]; cut: string | null; hasOthers: boolean },
): EngineError {
  const cause = log.join('\n');
  if (/unsupported chunk: ANIM/.test(cause)) return probeFailure(log, null);
  if (cut === null && (!codec || codec === 'unknown' || /Unsupported codec/.test(cause))) {
    const message = `This ffmpeg cannot decode the pictures in this file (codec ${tag ?? codec}). Convert the file, or install a newer ffmpeg.`;
    return new EngineError('media/unsupported', message, { cause });
  }
  if (cut === null && hasOthers && !width && codec) {
    return new EngineError(
      'media/decode-failed',
      `Stream ${index} was not examined. ${lateStreamAdvice(index)}`,
      { cause },
    );
  }
  const why = cut ?? 'Its data is damaged, or of a kind that this ffmpeg does not know.';
  const message = `No picture in this file could be decoded. ${why} Copy the file again from its source.${inBrackets(log)}`;
  return new EngineError('media/decode-failed', message, { cause });
}
