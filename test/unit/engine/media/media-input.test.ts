import { isAbsolute } from 'node:path';
import { expect, it } from 'vitest';
import { evidenceError } from '../../../../src-main/engine/media/evidence-file.ts';
import { inputArguments, streamLookAhead } from '../../../../src-main/engine/media/media-input.ts';
import { EngineError } from '../../../../src-main/shared/errors.ts';

it.each(['-i.mp4', 'concat:a|b.mp4', 'https:', 'photo%03d.jpg'])(
  'gives %s to ffmpeg as a local file',
  (name) => {
    const args = inputArguments(name, null);
    const url = args[args.indexOf('-i') + 1]!;
    expect(url.startsWith('file:') && isAbsolute(url.slice('file:'.length)) && url.endsWith(name)).toBe(true);
    expect(args[args.indexOf('-protocol_whitelist') + 1]).toBe('file,pipe');
  },
);

it('leaves out the demuxers that open other files or draw text', () => {
  const args = inputArguments('a.mp4', null);
  const containers = args[args.indexOf('-format_whitelist') + 1]!.split(',');
  for (const name of ['hls', 'dash', 'concat', 'image2', 'tty', 'lavfi'])
    expect(containers).not.toContain(name);
});

it('looks no further for a stream than where it is known to begin, because ffmpeg does so at each seek', () => {
  const bytes = (firstKeyAt: number) => {
    const args = inputArguments('a.ts', null, { lookAheadBytes: streamLookAhead(firstKeyAt) });
    return Number(args[args.indexOf('-probesize') + 1]);
  };
  expect(bytes(564)).toBeLessThan(6e6);
  expect(bytes(30e6)).toBeGreaterThan(30e6);
  expect(bytes(NaN)).toBeGreaterThanOrEqual(50e6);
});

it.each([
  ['ENOENT', 'media/not-found'],
  ['EACCES', 'media/permission-denied'],
  ['EPERM', 'media/permission-denied'],
  ['EISDIR', 'media/not-a-file'],
  ['EIO', 'media/unreadable'],
])('reports %s of the file system as %s and keeps the cause', (code, expected) => {
  const cause = Object.assign(new Error(code), { code });
  const error = evidenceError(cause);
  expect(error).toBeInstanceOf(EngineError);
  expect(error).toMatchObject({ code: expected, cause });
});
