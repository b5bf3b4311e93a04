import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { getPriority, totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { degrade } from '../../../src-main/engine/media/degrade.ts';
import { readClip } from '../../../src-main/engine/media/decoder-check.ts';
import { MediaProcess, runToEnd } from '../../../src-main/engine/media/media-process.ts';
import { probe } from '../../../src-main/engine/media/probe.ts';
import { decoderText } from '../../../src-main/shared/wording.ts';
import { testDecoder } from '../../support/decoder.ts';
import { clipFolder, makeClip, testSource, tools } from './clips.ts';
import { isRunning } from './is-running.ts';

const { bwrap } = tools;
/** Asked in another way than the product does, so that a mistake in its own sandbox fails here instead of skipping all. */
const user = process.getuid?.() === 0 ? [] : ['--unshare-user'];
const works =
  spawnSync('bwrap', [...user, '--unshare-net', '--unshare-pid', '--ro-bind', '/', '/', 'true']).status === 0;
const forbids =
  spawnSync('bwrap', ['--unshare-user', '--disable-userns', '--ro-bind', '/', '/', 'true']).status === 0 &&
  user.length > 0;
const prlimit = spawnSync('prlimit', ['--version']).status === 0;
let clips: Awaited<ReturnType<typeof clipFolder>>;
let clip: string;
beforeAll(async () => {
  clips = await clipFolder();
  clip = await makeClip(join(clips.folder, 'clip.mkv'), [...testSource('160x120', 2), '-c:v', 'mpeg4']);
});
afterAll(() => clips.remove());

describe.skipIf(!works)('ffmpeg in the sandbox (skipped where bubblewrap does not work)', () => {
  it('is used where it works', () => expect(bwrap).not.toBeNull());

  const outside = { ...tools, bwrap: null };
  /** What ffprobe says of an input, without the options by which Exhibit itself limits it. */
  const open = (input: string, reads: string, within: readonly string[] | null = bwrap) =>
    runToEnd(tools.ffprobe, ['-v', 'error', '-show_entries', 'format=format_name', input], {
      ...{ bwrap: within, reads },
    });

  it('reads the same frames, times and pixels', async () => {
    expect(await readClip(clip, tools)).toEqual(await readClip(clip, outside));
  });

  it('makes the same copy of a clip', async () => {
    const copies = ['inside.mkv', 'outside.mkv'].map((name) => join(clips.folder, name));
    await degrade(clip, '360p', copies[0]!, tools);
    await degrade(clip, '360p', copies[1]!, outside);
    expect(readFileSync(copies[0]!).equals(readFileSync(copies[1]!))).toBe(true);
  });

  it('opens no other file, by name or by a playlist', async () => {
    const other = await makeClip(join(clips.folder, 'other.mkv'), [...testSource('160x120', 1)]);
    expect((await open(`file:${other}`, clip, null)).code).toBe(0);
    const refused = await open(`file:${other}`, clip);
    expect(refused).toMatchObject({ code: 1 });
    expect(refused.log.join()).toContain('No such file or directory');
    expect((await open('file:/etc/hostname', clip)).log.join()).toContain('No such file or directory');

    const list = join(clips.folder, 'list.txt');
    writeFileSync(list, `ffconcat version 1.0\nfile '${other}'\n`);
    const concat = (within: readonly string[] | null) =>
      runToEnd(
        tools.ffmpeg,
        ['-v', 'error', '-f', 'concat', '-safe', '0', '-i', list, '-f', 'framecrc', '-'],
        {
          ...{ bwrap: within, reads: list },
        },
      );
    expect((await concat(null)).code).toBe(0);
    expect((await concat(bwrap)).log.join()).toContain('No such file or directory');
  });

  it('has random numbers, without which some builds do not start, and no other device', async () => {
    const missing = 'No such file or directory';
    expect((await open('file:/dev/urandom', clip)).log.join()).not.toContain(missing);
    expect((await open('file:/dev/zero', clip)).log.join()).toContain(missing);
  });

  it('reaches no network, not even this machine', async () => {
    let connections = 0;
    const server = createServer((socket) => {
      connections += 1;
      socket.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const url = `tcp://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    await open(url, clip, null);
    expect(connections).toBe(1);
    expect((await open(url, clip)).log.join()).toMatch(/refused|unreachable/);
    expect(connections).toBe(1);
    server.close();
  });

  it('cannot write to its input', async () => {
    const before = readFileSync(clip);
    const args = ['-v', 'error', '-y', '-f', 'lavfi', '-i', 'testsrc=d=1', '-f', 'matroska', `file:${clip}`];
    const { code, log } = await runToEnd(tools.ffmpeg, args, { bwrap, reads: clip });
    expect([code === 0, log.join()]).toEqual([false, expect.stringContaining('Read-only file system')]);
    expect(readFileSync(clip).equals(before)).toBe(true);
  });

  it('reads a file whatever its name, and a link to one', async () => {
    const folder = join(clips.folder, '--bind 100% ü\n(1)');
    mkdirSync(folder);
    const odd = join(folder, '-i %d: clip.mkv');
    copyFileSync(clip, odd);
    const link = join(clips.folder, 'link.mkv');
    symlinkSync(odd, link);
    for (const path of [odd, link]) expect((await probe(path, tools)).video.width).toBe(160);
  });

  it('gets nothing of the environment but what starts a program', async () => {
    vi.stubEnv('EXHIBIT_SECRET', 'token');
    for (const within of [bwrap, null]) {
      const { output } = await runToEnd(process.execPath, ['-p', 'JSON.stringify(process.env)'], {
        bwrap: within,
      });
      expect(output).toContain('AV_LOG_FORCE_NOCOLOR');
      expect(output).not.toContain('EXHIBIT_SECRET');
    }
    vi.unstubAllEnvs();
  });

  it.skipIf(!prlimit)('has a limit of memory, and leaves no core file', async () => {
    const bytes = Math.max(2 ** 31, Math.min(2 ** 33, totalmem() / 2));
    const run = (code: string) => runToEnd(process.execPath, ['-e', code], { bwrap });
    expect((await run(`Buffer.allocUnsafeSlow(${bytes / 4})`)).code).toBe(0);
    expect((await run(`Buffer.allocUnsafeSlow(${bytes + 2 ** 26})`)).log.join()).toContain(
      'ERR_MEMORY_ALLOCATION_FAILED',
    );
    expect(bwrap).toContain('--core=0');
  });

  it.skipIf(!forbids)(
    'cannot make a sandbox within it (from bubblewrap 0.8 on, and not as root)',
    async () => {
      const unshare = spawnSync('sh', ['-c', 'command -v unshare']).stdout.toString().trim();
      const { code } = await runToEnd(unshare, ['--user', unshare, '--version'], { bwrap });
      expect(code).not.toBe(0);
    },
  );

  it('ends with the process that started it', async () => {
    const tool = new MediaProcess(
      tools.ffmpeg,
      ['-v', 'error', '-re', '-stream_loop', '-1', '-i', clip, '-f', 'framecrc', '-'],
      {
        ...{ bwrap, reads: clip },
      },
    );
    const output = tool.output();
    await output.next();
    const childrenOf = (pid: number) =>
      readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);
    const [ffmpeg] = childrenOf(tool.pid!);
    expect(getPriority(ffmpeg!)).toBe(Math.min(19, getPriority() + 10));
    const [, , , session, terminal] = readFileSync(`/proc/${ffmpeg}/stat`, 'latin1')
      .split(') ')[1]!
      .split(' ');
    expect([session, terminal]).toEqual([String(tool.pid), '0']);
    await output.return(undefined);
    await vi.waitFor(() => expect(isRunning(ffmpeg!)).toBe(false), { timeout: 5000 });
  });

  it('leaves nothing behind when it is ended while the sandbox is still made', async () => {
    const own = join(clips.folder, 'ended early.mkv');
    copyFileSync(clip, own);
    for (let kill = 0; kill < 40; kill += 1) {
      const tool = new MediaProcess(tools.ffmpeg, ['-v', 'error', '-re', '-i', own, '-f', 'framecrc', '-'], {
        ...{ bwrap, reads: own },
      });
      await pause(kill / 10);
      await tool.close();
    }
    const left = () =>
      readdirSync('/proc').filter((pid) => {
        try {
          return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes('ended early');
        } catch {
          return false;
        }
      });
    await vi.waitFor(() => expect(left()).toEqual([]), { timeout: 5000 });
  });

  it('is told as a crash where it crashes', async () => {
    const { code } = await runToEnd(process.execPath, ['-e', 'process.abort()'], { bwrap });
    expect(code).toBeNull();
  });

  it('says that the sandbox failed, and nothing about the file', async () => {
    const gone = join(clips.folder, 'gone.mkv');
    await expect(runToEnd(tools.ffprobe, [gone], { bwrap, reads: gone })).rejects.toMatchObject({
      code: 'media/unreadable',
      message: expect.stringMatching(
        /^The sandbox of ffmpeg cannot be made for this file \(bwrap: /,
      ) as string,
    });
  });

  it('is named with the decoder', () => {
    expect(tools.report.sandbox).toEqual({ held: true, by: expect.stringMatching(/^bubblewrap \d/) });
    expect(decoderText(tools.report)).toMatch(
      /in a sandbox without network and other files \(bubblewrap \S+\)$/,
    );
  });
});

describe.skipIf(process.platform !== 'linux')('a decoder without a sandbox', () => {
  it('is used, and says why where bubblewrap does not work', async () => {
    const folder = join(clips.folder, 'bin');
    mkdirSync(folder);
    const broken = join(folder, 'bwrap');
    writeFileSync(broken, '#!/bin/sh\necho "bwrap: setting up uid map: Permission denied" >&2\nexit 1\n');
    chmodSync(broken, 0o755);
    vi.stubEnv('PATH', `${folder}:${process.env['PATH']}`);
    const found = await testDecoder().finally(() => vi.unstubAllEnvs());
    expect(found.bwrap).toBeNull();
    expect(decoderText(found.report)).toMatch(
      /not in a sandbox: bwrap: setting up uid map: Permission denied$/,
    );
    expect((await probe(clip, found)).video.width).toBe(160);
  });
});
