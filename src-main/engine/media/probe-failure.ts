/** ffprobe's complaint about a file as an error that says what to do next. */
import { EngineError } from '../../shared/errors.ts';

const reasons: { pattern: RegExp; code: 'media/unreadable' | 'media/unsupported'; message: string }[] = [
  {
    pattern: /not on whitelist/,
    code: 'media/unsupported',
    message:
      'this kind of file is not a video or picture that can be analysed; choose a video, a JPEG, PNG, WebP or GIF',
  },
  {
    pattern: /moov atom not found/,
    code: 'media/unreadable',
    message:
      'the index of the video (moov) is missing: not a video, or not copied to its end; copy it again from its source',
  },
  {
    pattern: /unsupported chunk: AN/,
    code: 'media/unsupported',
    message: 'animated WebP cannot be decoded; convert it to a GIF or a video',
  },
];

/** @param log ffprobe's last log lines, kept as the cause */
export function probeFailure(log: readonly string[]): EngineError {
  const cause = log.join('\n');
  const reason = reasons.find(({ pattern }) => pattern.test(cause));
  if (reason) return new EngineError(reason.code, reason.message, { cause });
  const message =
    'no video or picture was recognised; the file is damaged or of another kind: copy it again from its source';
  return new EngineError('media/unreadable', message, { cause });
}
