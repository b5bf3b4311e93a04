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

/** @param log ffprobe's last log lines, kept as the cause */
export function probeFailure(log: readonly string[]): EngineError {
  const cause = log.join('\n');
  const reason = reasons.find(({ pattern }) => pattern.test(cause));
  if (reason) return new EngineError(reason.code, reason.message, { cause });
  const message =
    'No video or picture was found: the file is damaged or of another kind. Copy it again from its source.';
  return new EngineError('media/unreadable', message, { cause });
}

/** For a stream that ffprobe lists but cannot open: its codec is unknown, or it is damaged from the first frame. */
export function streamFailure(
  { codec_name: codec, codec_tag_string: tag }: FfprobeStream,
  log: readonly string[],
): EngineError {
  const cause = log.join('\n');
  if (/unsupported chunk: ANIM/.test(cause)) return probeFailure(log);
  if (!codec || codec === 'unknown' || /Unsupported codec/.test(cause)) {
    const message = `This ffmpeg cannot decode the video in this file (codec ${tag ?? codec}). Convert the file or install a newer ffmpeg.`;
    return new EngineError('media/unsupported', message, { cause });
  }
  const message =
    'No frame of this video could be decoded: the file is damaged. Copy it again from its source.';
  return new EngineError('media/decode-failed', message, { cause });
}
