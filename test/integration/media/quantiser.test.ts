/** The quantiser (QP) of videos that x264 and x265 make at known values. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { examineFile } from '../../../src-main/engine/media/examine-file.ts';
import { fingerprint } from '../../../src-main/engine/media/fingerprint.ts';
import { analyseVideo } from '../../../src-main/engine/pipeline/analyse-video.ts';
import type { AnalysisTools } from '../../../src-main/engine/pipeline/analysis-tools.ts';
import type { FaceDescriber } from '../../../src-main/engine/pipeline/describe-faces.ts';
import { defaultParameters } from '../../../src-main/shared/default-parameters.ts';
import type { MediaInfo } from '../../../src-main/shared/domain.ts';
import { codingFacts } from '../../../src-main/shared/structure-wording.ts';
import { makeClip, testSource, tools } from './clips.ts';

const folder = mkdtempSync(join(tmpdir(), 'exhibit-quantiser-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function codingOf(name: string, ...coder: string[]) {
  const path = join(folder, name);
  await makeClip(path, [...testSource('160x90', 4), '-pix_fmt', 'yuv420p', ...coder]);
  return (await examineFile(path, tools)).media.coding!;
}
const fact = (coding: Parameters<typeof codingFacts>[0]) =>
  Object.fromEntries(codingFacts(coding))['Quantiser'];

/** Tools that find no face, with an ffmpeg that notes how it was called. */
function notingTools() {
  const [log, ffmpeg] = [join(folder, 'calls'), join(folder, 'ffmpeg')];
  writeFileSync(log, '');
  writeFileSync(ffmpeg, `#!/bin/sh\necho "$@" >> '${log}'\nexec '${tools.ffmpeg}' "$@"\n`, { mode: 0o755 });
  const describer: Pick<FaceDescriber, 'parallel' | 'describe'> = {
    parallel: 1,
    describe: (frames) => Promise.resolve(frames.map((frame) => ({ frame, faces: [], passedOver: 0 }))),
  };
  const faceless = {
    ...{ describer, ffmpeg: { ...tools, ffmpeg, bwrap: null }, guests: [], references: [] },
    ...{ provider: { name: 'cpu' }, versions: {}, identity: { identity: {} } },
    classifier: { band: { realBelow: 0.2, threshold: 0.5, fakeAbove: 0.8 }, card: { abstention: {} } },
    credentials: (_path: string, media: MediaInfo) => Promise.resolve(media),
  } as unknown as AnalysisTools;
  return { faceless, traced: () => readFileSync(log, 'utf8').includes('trace_headers') };
}

describe('the quantiser of a video', () => {
  it.each(['mp4', 'mkv', 'ts'])('is the one that x264 was told to use, in %s', async (ending) => {
    const coding = await codingOf(
      `same.${ending}`,
      '-c:v',
      'libx264',
      '-x264-params',
      'qp=30:ipratio=1:bframes=0',
    );
    const { quantiser } = coding;
    expect(quantiser).toMatchObject({ pictures: 120, isWhole: true, median: 30, least: 30, most: 30 });
    expect(quantiser!.perSecond).toEqual([30, 30, 30, 30]);
    expect(fact(coding)).toBe('QP 30 (120 pictures)');
  });

  it('follows a change, also where B frames are stored in another order and pictures have several slices', async () => {
    const zones =
      'crf=23:aq-mode=0:mbtree=0:ipratio=1:pbratio=1:bframes=2:slices=4:zones=0,59,q=20/60,119,q=40';
    const coding = await codingOf('changing.mp4', '-c:v', 'libx264', '-x264-params', zones);
    expect(coding.quantiser).toMatchObject({
      pictures: 120,
      least: 20,
      most: 40,
    });
    // x264 takes some pictures to come to the value of a zone.
    const [, second, , last] = coding.quantiser!.perSecond!;
    expect([second, last]).toEqual([20, 40]);
    expect(fact(coding)).toMatch(/^QP median \d+(\.\d)?; 20 to 40 \(120 pictures\)$/);
  });

  it('is read of HEVC too', async () => {
    const same = 'log-level=error:qp=33:ipratio=1:pbratio=1:bframes=0';
    const { quantiser } = await codingOf('same-hevc.mp4', '-c:v', 'libx265', '-x265-params', same);
    expect(quantiser).toMatchObject({ pictures: 120, least: 33, most: 33, perSecond: [33, 33, 33, 33] });
  });

  it('is that of as many pictures as are read, the same each time, where they have very many slices', async () => {
    const path = join(folder, 'slices.mp4');
    const slices = ['-c:v', 'libx264', '-x264-params', 'qp=30:ipratio=1:bframes=0:slices=68'];
    await makeClip(path, [...testSource('16x1088', 10), '-pix_fmt', 'yuv420p', ...slices]);
    const [first, again] = [await examineFile(path, tools), await examineFile(path, tools)];
    const { quantiser } = first.media.coding!;
    expect(quantiser).toMatchObject({ isWhole: false, least: 30, most: 30 });
    expect(quantiser!.pictures).toBeLessThan(300);
    expect(quantiser!.pictures).toBeGreaterThan(50);
    expect(again.media.coding).toEqual(first.media.coding);
  }, 60_000);

  it.skipIf(process.platform === 'win32')(
    'is read of evidence that is analysed, not of a clip of a lab (no shell on Windows)',
    async () => {
      const path = join(folder, 'clip.mp4');
      await makeClip(path, [
        ...testSource('160x90', 1),
        '-c:v',
        'libx264',
        '-x264-params',
        'qp=30:bframes=0',
      ]);
      const { faceless, traced } = notingTools();
      const run = { signal: new AbortController().signal, onProgress: () => undefined };
      const analysed = async (isStored: boolean) =>
        (await analyseVideo(path, await fingerprint(path), defaultParameters, faceless, { ...run, isStored }))
          .finding.media.coding;
      expect(await analysed(false)).not.toHaveProperty('quantiser');
      expect(traced()).toBe(false);
      expect(await analysed(true)).toMatchObject({ quantiser: { pictures: 30 } });
      expect(traced()).toBe(true);
    },
  );

  it('is not told of other codecs', async () => {
    const coding = await codingOf('other.avi', '-c:v', 'mpeg4');
    expect(coding).not.toHaveProperty('quantiser');
    expect(fact(coding)).toBeUndefined();
  });
});
