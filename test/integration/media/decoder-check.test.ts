import { chmod, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { findFfmpeg, type FfmpegTools } from '../../../src-main/engine/media/ffmpeg.ts';
import { runToEnd } from '../../../src-main/engine/media/media-process.ts';
import { decoderClips as clips, testDecoder } from '../../support/decoder.ts';
import { clipFolder } from './clips.ts';

let real: FfmpegTools;
let scratch: Awaited<ReturnType<typeof clipFolder>>;
beforeAll(async () => {
  real = await testDecoder();
  scratch = await clipFolder();
});
afterEach(() => vi.unstubAllEnvs());
afterAll(() => scratch.remove());

/** An ffmpeg that is the real one but for what `script` does to it; its prober is found on the PATH. */
async function program(name: string, script: string): Promise<string> {
  const path = join(scratch.folder, name);
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
  vi.stubEnv('PATH', `${dirname(real.ffprobe)}:${process.env['PATH']}`);
  return path;
}

it('says which decoder read the clips, with the hash of its program and of what was expected', async () => {
  expect(real.majorVersion).toBeGreaterThanOrEqual(5);
  expect(real.source).toContain(real.version);
  expect(real.report).toMatchObject({ source: real.source, check: { clips: 5, frames: 93 } });
  expect(real.report.sha256).toMatch(/^[0-9a-f]{64}$/);
  expect((await runToEnd(real.ffprobe, ['-version'])).code).toBe(0);
});

describe.skipIf(process.platform === 'win32')('a decoder that errs', () => {
  it.each([
    // The last line is the last frame.
    ['loses a frame', "sed '$d'", 'frames'],
    ['changes pixels', 'tr abc bca', 'pixels'],
  ])('is refused by name when it %s', async (name, filter, fault) => {
    const path = await program(
      name,
      `case "$*" in *framehash*) '${real.ffmpeg}' "$@" | ${filter} ;; *) exec '${real.ffmpeg}' "$@" ;; esac`,
    );
    await expect(findFfmpeg({ clips, named: path })).rejects.toMatchObject({
      code: 'media/decoder-refused',
      message: expect.stringMatching(new RegExp(`${path}.*${fault}`)),
    });
  });

  it('is refused when it crashes on a clip', async () => {
    const path = await program(
      'crashes',
      `case "$*" in *framehash*) kill -SEGV $$ ;; *) exec '${real.ffmpeg}' "$@" ;; esac`,
    );
    await expect(findFfmpeg({ clips, named: path })).rejects.toMatchObject({ code: 'media/decoder-refused' });
  });
});

describe.skipIf(process.platform === 'win32')('a decoder that the user named', () => {
  it('is used in place of those that Exhibit finds', async () => {
    const path = await program('mine', `exec '${real.ffmpeg}' "$@"`);
    const found = await findFfmpeg({ clips, named: path });
    expect(found).toMatchObject({ ffmpeg: path, source: `named ffmpeg ${real.version}` });
  });

  it('is refused and not replaced when its release is too old', async () => {
    const path = await program('old', 'echo "ffmpeg version 4.1"; echo "libavcodec     58. 35.100"');
    await expect(findFfmpeg({ clips, named: path })).rejects.toMatchObject({
      code: 'media/ffmpeg-missing',
      message: expect.stringContaining('release 4.1 is too old'),
    });
  });

  it('is refused and not replaced when it is no ffmpeg', async () => {
    const named = join(scratch.folder, 'nothing-here');
    await expect(findFfmpeg({ clips, named })).rejects.toMatchObject({ code: 'media/ffmpeg-missing' });
  });
});
