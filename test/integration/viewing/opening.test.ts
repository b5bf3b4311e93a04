import { chmod, readFile, writeFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { indexFrames } from '../../../src-main/engine/media/frame-index.ts';
import { probe } from '../../../src-main/engine/media/probe.ts';
import type { EngineError } from '../../../src-main/shared/errors.ts';
import { createViewer } from '../../../src-main/engine/viewing/viewer.ts';
import { clipFolder, makeClip, testSource, tools } from '../media/clips.ts';

let clips: Awaited<ReturnType<typeof clipFolder>>;
beforeAll(async () => {
  clips = await clipFolder();
});
afterAll(() => clips.remove());

const viewer = createViewer();
afterEach(() => viewer.close());

const unanalysed = (path: string, stream?: number) => ({ path, sha256: null, stream });

/** A script in place of ffprobe, which no sandbox takes. */
async function ffprobeThat(name: string, script: string) {
  const ffprobe = `${clips.folder}/${name}`;
  await writeFile(ffprobe, `#!/bin/sh\n${script}\nexec '${tools.ffprobe}' "$@"\n`);
  await chmod(ffprobe, 0o755);
  return { ...tools, ffprobe, bwrap: null };
}

describe.skipIf(process.platform === 'win32')('opening a video', () => {
  it('reads the packets while the file is probed', async () => {
    const path = await makeClip(`${clips.folder}/short.mp4`, testSource('160x120', 1));
    const started = `${clips.folder}/packets-started`;
    const order = `${clips.folder}/order`;
    // The probe waits for the packets to be asked for, 20 s at most.
    const beside = await ffprobeThat(
      'waiting',
      `case "$*" in
*show_format*) n=0; while [ ! -e '${started}' ] && [ $n -lt 200 ]; do sleep 0.1; n=$((n + 1)); done
  [ -e '${started}' ] && echo beside >> '${order}' || echo after >> '${order}';;
*) touch '${started}';;
esac`,
    );
    const { pts } = await viewer.open(unanalysed(path), beside);
    expect(pts).toHaveLength(30);
    expect(await readFile(order, 'utf8')).toBe('beside\n');
  }, 60_000);

  it('asks nothing of the packets of a photograph', async () => {
    const photo = await makeClip(`${clips.folder}/photo.png`, [...testSource('64x48', 1), '-frames:v', '1']);
    const log = `${clips.folder}/starts`;
    const logged = await ffprobeThat('logging', `echo "$*" >> '${log}'`);
    await viewer.open(unanalysed(photo), logged);
    expect((await readFile(log, 'utf8')).trim().split('\n')).toHaveLength(1);
  });
});

describe('the index of a video that is opened', () => {
  it('is of the chosen one of two streams', async () => {
    const path = await makeClip(`${clips.folder}/two.mp4`, [
      ...testSource('160x120', 1, 30),
      ...testSource('160x120', 2, 10),
      ...['-map', '0:v', '-map', '1:v'],
    ]);
    for (const stream of [0, 1]) {
      const media = await probe(path, tools, undefined, stream);
      const index = await indexFrames(path, media, tools);
      const opened = await viewer.open(unanalysed(path, stream), tools);
      expect(opened.pts).toEqual(index.pts);
      expect(opened.pts).toHaveLength(stream === 0 ? 30 : 20);
      viewer.close();
    }
  });

  it('refuses a file for the reason that its probe gives', async () => {
    const path = `${clips.folder}/text.mp4`;
    await writeFile(path, 'no video at all\n'.repeat(100));
    const reason = await probe(path, tools).then(
      () => null,
      (error: EngineError) => error,
    );
    expect(reason?.code).toBe('media/unreadable');
    const { code, message } = reason!;
    await expect(viewer.open(unanalysed(path), tools)).rejects.toMatchObject({ code, message });
  });
});
