import { readdirSync, readFileSync } from 'node:fs';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { decode } from '../../../src-main/engine/media/decode.ts';
import { fingerprint } from '../../../src-main/engine/media/fingerprint.ts';
import type { FfmpegTools } from '../../../src-main/engine/media/ffmpeg.ts';
import { indexFrames } from '../../../src-main/engine/media/frame-index.ts';
import { MediaProcess, runToEnd } from '../../../src-main/engine/media/media-process.ts';
import { probe } from '../../../src-main/engine/media/probe.ts';
import { clipFolder, makeClip, testSource, tools } from './clips.ts';
import { isRunning } from './is-running.ts';

let clips: Awaited<ReturnType<typeof clipFolder>>;
beforeAll(async () => {
  clips = await clipFolder();
});
afterAll(() => clips.remove());

/** A program that never ends and never speaks. */
const silent = ['-e', 'setInterval(() => {}, 1000)'];

/** Without the sandboxes around them. */
const decodersOf = (path: string): number[] =>
  readdirSync('/proc')
    .filter((pid) => {
      try {
        const runs = (file: string) => readFileSync(`/proc/${pid}/${file}`, 'latin1');
        return (
          /^\d+$/.test(pid) &&
          runs('comm') === `${basename(tools.ffmpeg)}\n` &&
          runs('cmdline').includes(path)
        );
      } catch {
        return false;
      }
    })
    .map(Number);

it('ends a tool that complains without end and finds no frame, and says so', async () => {
  const endless =
    "const line = 'CRC mismatch!\\n'.repeat(1000); const go = () => process.stderr.write(line, go); go();";
  const complaints: string[] = [];
  const tool = new MediaProcess(process.execPath, ['-e', endless], {
    complaintMs: 500,
    onErrorLine: (line) => complaints.push(line.slice(0, 1)),
  });
  const read = (async () => {
    for await (const chunk of tool.output()) expect(chunk).toHaveLength(0);
  })();
  await expect(read).rejects.toMatchObject({
    code: 'media/timed-out',
    message: expect.stringMatching(
      /^ffmpeg complained [\d,]{7,} times about this file in 1 s and found no frame: /,
    ) as string,
  });
  expect(complaints.length).toBeGreaterThanOrEqual(100_000);
  expect(isRunning(tool.pid!)).toBe(false);
});

it('waits for a tool that complains a lot and gets on', async () => {
  const busy =
    "let n = 0; const line = 'CRC mismatch!\\n'.repeat(1000); const go = () => { if (n++ < 300) process.stderr.write(line + 'frame\\n', go); }; go();";
  const tool = new MediaProcess(process.execPath, ['-e', busy], {
    complaintMs: 1,
    onErrorLine: (line) => line === 'frame',
  });
  for await (const chunk of tool.output()) expect(chunk).toHaveLength(0);
  expect(await tool.ended).toBe(0);
});

describe.skipIf(process.platform === 'win32')('a decoding', () => {
  let path: string;
  let noted: FfmpegTools;
  const pids = async () => (await readFile(`${clips.folder}/pids`, 'utf8')).trim().split('\n').map(Number);

  beforeAll(async () => {
    path = await makeClip(`${clips.folder}/long.mp4`, [
      ...testSource('640x360', 60),
      '-c:v',
      'libx264',
      '-preset',
      'ultrafast',
    ]);
    const wrapper = `${clips.folder}/ffmpeg-noting-its-pid`;
    await writeFile(wrapper, `#!/bin/sh\necho $$ >> '${clips.folder}/pids'\nexec '${tools.ffmpeg}' "$@"\n`);
    await chmod(wrapper, 0o755);
    // A script needs a shell, which the sandbox does not hold.
    noted = { ...tools, ffmpeg: wrapper, bwrap: null };
  });

  async function start(signal?: AbortSignal) {
    const media = await probe(path, tools);
    const index = await indexFrames(path, media, tools);
    return decode({ path, media, index, wanted: [...index.pts.keys()], tools: noted, signal });
  }

  it('ends its own ffmpeg within a second of the abort', async () => {
    const stop = new AbortController();
    let stoppedAt = 0;
    const reading = (async () => {
      for await (const { frameIndex } of await start(stop.signal)) {
        if (frameIndex !== 3) continue;
        stoppedAt = performance.now();
        stop.abort(new Error('examiner stopped'));
      }
    })();
    await expect(reading).rejects.toThrow('examiner stopped');
    expect(performance.now() - stoppedAt).toBeLessThan(1000);
    expect((await pids()).some(isRunning)).toBe(false);
  });

  it('ends it when the reader leaves the loop', async () => {
    for await (const frame of await start()) if (frame.frameIndex === 2) break;
    expect((await pids()).some(isRunning)).toBe(false);
  });

  it('makes ffmpeg wait for a slow reader', async () => {
    const decoding = (await start())[Symbol.asyncIterator]();
    await decoding.next();
    const pid = (await pids()).at(-1)!;
    const cpuTicks = async () => {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return Number(fields[11]) + Number(fields[12]);
    };
    // On a busy machine it takes a while to fill the pipe. An ffmpeg that waits for nobody decodes on and ends.
    let ticks = -1;
    await vi.waitFor(
      async () => {
        const before = ticks;
        ticks = await cpuTicks();
        expect(ticks).toBe(before);
      },
      { timeout: 20_000, interval: 700 },
    );
    expect(isRunning(pid)).toBe(true);
    await decoding.return(undefined);
  });
});

it('gives up on a tool that falls silent', async () => {
  const tool = new MediaProcess(process.execPath, silent, { stallMs: 200 });
  await expect(tool.output().next()).rejects.toMatchObject({ code: 'media/timed-out' });
  expect(isRunning(tool.pid!)).toBe(false);
});

it('does not call a tool silent while its reader is busy', async () => {
  const script = "process.stdout.write('a'.repeat(300000)); setTimeout(() => process.stdout.write('b'), 100)";
  const tool = new MediaProcess(process.execPath, ['-e', script], { stallMs: 1500 });
  let bytes = 0;
  for await (const chunk of tool.output()) {
    if (bytes === 0) await sleep(2000);
    bytes += chunk.length;
  }
  expect(bytes).toBe(300_001);
});

it('cuts a log line that does not end', async () => {
  const { log } = await runToEnd(process.execPath, [
    '-e',
    "process.stderr.write('x'.repeat(1e6)); process.stderr.write('\\nend\\n')",
  ]);
  expect(log.at(-1)).toBe('end');
  expect(Math.max(...log.map((line) => line.length))).toBeLessThan(20_000);
});

it('says what to do when the program is not there', async () => {
  await expect(runToEnd(`${clips.folder}/no-such-ffmpeg`, [])).rejects.toMatchObject({
    code: 'media/ffmpeg-missing',
  });
});

it('starts nothing after an abort', async () => {
  const signal = AbortSignal.abort(new Error('stopped'));
  await expect(probe(`${clips.folder}/long.mp4`, tools, signal)).rejects.toThrow('stopped');
  await expect(fingerprint(`${clips.folder}/long.mp4`, { signal })).rejects.toThrow('stopped');
});

describe.skipIf(process.platform === 'win32')('a tool that crashes in the middle', () => {
  /** Prints so many lines of what the real tool prints, then dies. */
  async function dying(
    tool: string,
    name: string,
    lines: number,
    channel: 1 | 2,
    signal = 'SEGV',
  ): Promise<string> {
    const path = `${clips.folder}/${name}`;
    const capture = channel === 1 ? '' : '2>&1 >/dev/null';
    const back = channel === 1 ? '' : '>&2';
    await writeFile(
      path,
      `#!/bin/sh\n'${tool}' "$@" ${capture} | head -n ${lines} ${back}\nkill -${signal} $$\n`,
    );
    await chmod(path, 0o755);
    return path;
  }

  it('does not shorten the index of frames: ffprobe’s packets are left for decoding, and a dying ffmpeg is named', async () => {
    const path = await makeClip(`${clips.folder}/short.mp4`, [...testSource('160x120', 2), '-c:v', 'mpeg4']);
    const media = await probe(path, tools);
    const broken = { ...tools, bwrap: null, ffprobe: await dying(tools.ffprobe, 'dying-ffprobe', 20, 1) };
    const index = await indexFrames(path, media, broken);
    expect([index.source, index.pts.length]).toEqual(['decoding', 60]);
    const both = { ...broken, ffmpeg: await dying(tools.ffmpeg, 'dying-ffmpeg', 40, 2) };
    await expect(indexFrames(path, media, both)).rejects.toMatchObject({
      code: 'media/decode-failed',
      message: expect.stringMatching(/^ffmpeg crashed while it read the file, after \d+ frames\./) as string,
    });
  });

  it.skipIf(process.platform !== 'linux')(
    'is an error, and never a shorter video, where it was ended from outside',
    async () => {
      const path = await makeClip(`${clips.folder}/ended.mp4`, [
        ...testSource('320x180', 10),
        '-c:v',
        'mpeg4',
      ]);
      const media = await probe(path, tools);
      const index = await indexFrames(path, media, tools);
      const ended = { code: 'media/unreadable', message: expect.stringContaining('Try again') as string };
      for (const signal of ['KILL', 'TERM']) {
        const ffprobe = await dying(tools.ffprobe, `ended-ffprobe-${signal}`, 20, 1, signal);
        await expect(indexFrames(path, media, { ...tools, bwrap: null, ffprobe })).rejects.toMatchObject(
          ended,
        );
      }
      for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
        let frames = 0;
        const decoding = decode({ path, media, index, wanted: [...index.pts.keys()], tools });
        const reading = (async () => {
          for await (const { frameIndex } of decoding) {
            frames += 1;
            if (frameIndex === 2) for (const pid of decodersOf(path)) process.kill(pid, signal);
          }
        })();
        await expect(reading).rejects.toMatchObject(ended);
        expect(frames).toBeLessThan(index.pts.length);
      }
    },
  );
});

describe.skipIf(process.platform === 'win32')('a file that would fill the memory', () => {
  async function saying(name: string, command: string): Promise<string> {
    const path = `${clips.folder}/${name}`;
    await writeFile(path, `#!/bin/sh\n${command}\n`);
    await chmod(path, 0o755);
    return path;
  }

  it('is refused when it describes itself without end', async () => {
    const tool = await saying('talkative', 'yes "a title"');
    await expect(runToEnd(tool, [])).rejects.toMatchObject({
      code: 'media/unsupported',
      message: expect.stringContaining('more than 64 MB of text') as string,
    });
  });

  it('is refused when it has more frames than are kept', async () => {
    const path = await makeClip(`${clips.folder}/few.mp4`, [...testSource('160x120', 1), '-c:v', 'mpeg4']);
    const media = await probe(path, tools);
    const ffprobe = await saying('endless-ffprobe', 'yes "1,1,1,1,1,K_"');
    await expect(indexFrames(path, media, { ...tools, ffprobe, bwrap: null })).rejects.toMatchObject({
      code: 'media/unsupported',
      message: expect.stringContaining('more than 5,000,000 frames') as string,
    });
  });
});
