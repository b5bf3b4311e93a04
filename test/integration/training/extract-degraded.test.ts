import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FaceTools } from '../../../src-main/engine/pipeline/analysis-tools.ts';
import type { DescribedFace } from '../../../src-main/engine/pipeline/describe-faces.ts';
import type { Frame } from '../../../src-main/engine/media/frame.ts';
import type { ManifestClip } from '../../../src-main/engine/training/clip-table.ts';
import { extractDegraded } from '../../../src-main/engine/training/extract-degraded.ts';
import { defaultParameters } from '../../../src-main/shared/default-parameters.ts';
import type { Progress } from '../../../src-main/shared/domain.ts';
import { clipFolder, hasEncoder, makeClip, testSource, tools } from '../media/clips.ts';

let { folder, remove } = { folder: '', remove: () => Promise.resolve() };
let clips: ManifestClip[];
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  ({ folder, remove } = await clipFolder());
  await makeClip(at('wide.mp4'), testSource('640x480', 1, 10));
  await makeClip(at('small.mp4'), testSource('320x240', 1, 10));
  await writeFile(at('broken.mp4'), 'no video');
  await mkdir(at('frames'));
  const names = ['wide.mp4', 'broken.mp4', 'frames', 'small.mp4'];
  clips = names.map((name, line) => ({
    ...{ path: at(name), label: 'fake', identity: name, donors: [], source: 'recording', line },
    ...{ method: 'made up', dataset: null },
  }));
});
afterAll(() => remove());

/** Sees the same face in the middle of every frame; its embedding says how large the frame was. */
function faceIn({ width, height }: Frame, picturePx: number): DescribedFace {
  const middle = { x: width / 2, y: height / 2 };
  return {
    box: { x: width / 4, y: height / 4, width: width / 2, height: height / 2 },
    landmarks: [middle, middle, middle, middle, middle],
    ...{ detection: 1, refused: null },
    quality: { sizePx: height / 2, sharpness: 100, yawDegrees: 0, pitchDegrees: 0, rollDegrees: 0 },
    ...{ identity: Float32Array.of(1), embedding: Float32Array.of(width, height) },
    picture: new Uint8Array(3 * picturePx ** 2),
  };
}

const faceTools = {
  ffmpeg: tools,
  describer: {
    parallel: 1,
    describe: (frames, { picturePx }) =>
      Promise.resolve(frames.map((frame) => ({ frame, faces: [faceIn(frame, picturePx)] }))),
    dispose: () => Promise.resolve(),
  },
  identity: { identity: { same: 1, other: 2 } },
} as Pick<FaceTools, 'ffmpeg' | 'describer'> & { identity: unknown } as FaceTools;

describe.skipIf(!hasEncoder('libx264'))('faces of clips made worse', () => {
  const parameters = { ...defaultParameters, sampling: { kind: 'spread', count: 4 } as const };
  const told: Progress[] = [];
  const run = { signal: new AbortController().signal, onProgress: (step: Progress) => told.push(step) };

  it('come from the copies, as many as of the clips, under the name of the clip', async () => {
    const {
      samples,
      failed,
      pictures,
      clips: made,
    } = await extractDegraded(...([clips, ['crf34', '360p'], parameters, faceTools, run] as const));
    const seen = (name: string, condition: string) =>
      samples
        .filter((sample) => sample.video === at(name) && sample.condition === condition)
        .map(({ embedding }) => [...embedding]);
    expect(seen('wide.mp4', 'crf34')).toEqual(Array.from({ length: 4 }, () => [640, 480]));
    expect(seen('wide.mp4', '360p')).toEqual(Array.from({ length: 4 }, () => [480, 360]));
    expect(seen('small.mp4', '360p')).toEqual(Array.from({ length: 4 }, () => [320, 240]));
    expect(samples[0]).toMatchObject({ label: 'fake', source: 'recording', method: 'made up' });

    // A clip that can't be read stops no other, and a folder of frames is left alone.
    expect(failed.map(({ clip, condition }) => [clip.path, condition])).toEqual([
      [at('broken.mp4'), 'crf34'],
      [at('broken.mp4'), '360p'],
    ]);
    expect(pictures).toBe(1);
    expect([...made]).toEqual([at('wide.mp4'), at('broken.mp4'), at('small.mp4')]);
    expect(told.map(({ done, total }) => [done, total])).toEqual(
      Array.from({ length: 6 }, (_, done) => [done, 6]),
    );
  });

  it('stop when told to', async () => {
    const stop = new AbortController();
    const stopping = { signal: stop.signal, onProgress: () => stop.abort() };
    await expect(extractDegraded(clips, ['crf34'], parameters, faceTools, stopping)).rejects.toThrow(
      expect.objectContaining({ name: 'AbortError' }),
    );
  });
});
