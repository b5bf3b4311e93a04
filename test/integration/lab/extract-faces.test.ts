import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FaceTools } from '../../../src-main/engine/pipeline/analysis-tools.ts';
import type { DescribedFace } from '../../../src-main/engine/pipeline/describe-faces.ts';
import { usableItems } from '../../../src-main/engine/lab/dataset-items.ts';
import { extractFaces } from '../../../src-main/engine/lab/extract-faces.ts';
import { faceStore, type FaceStore } from '../../../src-main/engine/lab/face-store.ts';
import { viewName } from '../../../src-main/engine/lab/face-view.ts';
import { gatherFaces } from '../../../src-main/engine/lab/gather-faces.ts';
import type { LabDatabase } from '../../../src-main/engine/lab/lab-database.ts';
import type { DegradationName } from '../../../src-main/shared/degradation-names.ts';
import type { Frame } from '../../../src-main/engine/media/frame.ts';
import type { DatasetItem } from '../../../src-main/shared/lab.ts';
import { labWith } from '../../support/lab.ts';
import { clipFolder, hasEncoder, makeClip, testSource, tools } from '../media/clips.ts';

let { folder, remove } = { folder: '', remove: () => Promise.resolve() };
let lab: LabDatabase;
let store: FaceStore;
let items: DatasetItem[];
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  ({ folder, remove } = await clipFolder());
  await makeClip(at('wide.mp4'), testSource('640x480', 1, 10));
  await makeClip(at('small.mp4'), testSource('320x240', 1, 10));
  await writeFile(at('broken.mp4'), 'no video');
  await mkdir(at('frames'));
  await makeClip(at('frames/1.png'), [...testSource('640x480', 1, 1), '-frames:v', '1']);
  const names = ['wide.mp4', 'broken.mp4', 'frames', 'small.mp4'];
  lab = labWith(
    at('lab.sqlite'),
    names.map((name) => ({
      ...{ path: at(name), label: 'fake', identity: name, source: 'recording', method: 'made up' },
      kind: name === 'frames' ? 'pictures' : 'video',
    })),
  );
  store = faceStore(lab);
  items = usableItems(lab, 1);
});
afterAll(async () => {
  lab.close();
  await remove();
});

/** Sees the same face in the middle of every frame; its embedding says how large the frame was. */
function faceIn({ width, height }: Frame, picturePx: number, scale: number): DescribedFace {
  const middle = { x: width / 2, y: height / 2 };
  return {
    box: { x: width / 4, y: height / 4, width: width / 2, height: height / 2 },
    landmarks: [middle, middle, middle, middle, middle],
    ...{ detection: 1, refused: null },
    quality: { sizePx: height / 2, sharpness: 100, yawDegrees: 0, pitchDegrees: 0, rollDegrees: 0 },
    ...{
      guests: [],
      identity: Float32Array.of(1),
      embedding: Float32Array.of(scale * width, scale * height),
    },
    picture: new Uint8Array(3 * picturePx ** 2).fill(width / 4),
  };
}

const toolsOf = (sha256: string, scale = 1) =>
  ({
    ffmpeg: tools,
    describer: {
      parallel: 1,
      describe: (frames, { picturePx }) =>
        Promise.resolve(
          frames.map((frame) => ({ frame, faces: [faceIn(frame, picturePx, scale)], passedOver: 0 })),
        ),
      dispose: () => Promise.resolve(),
    },
    identity: { sha256: 'identity', identity: { same: 1, other: 2 } },
    embedder: { sha256 },
  }) as Pick<FaceTools, 'ffmpeg' | 'describer'> & { identity: unknown } as FaceTools;

const sampling = { kind: 'spread', count: 4 } as const;

async function seen(degradation: DegradationName | null, faceTools: FaceTools = toolsOf('one')) {
  const told: [number, number | null][] = [];
  const run = {
    signal: new AbortController().signal,
    onProgress: ({ done, total }: { done: number; total: number | null }) => told.push([done, total]),
  };
  const view = { sampling, degradation };
  await extractFaces(items, view, store, faceTools, run);
  const vectors = store.embeddings(1, viewName(view), faceTools.embedder.sha256);
  const ofClip = (name: string) =>
    store
      .faces(1, viewName(view))
      .filter(({ itemId }) => items.find(({ id }) => id === itemId)!.path === at(name))
      .map(({ cropSha256 }) => [...vectors.get(cropSha256)!]);
  const failed = store.failures(1, viewName(view)).map(({ path }) => path);
  return { ofClip, failed, told };
}
const four = (width: number, height: number) => Array.from({ length: 4 }, () => [width, height]);

describe('the faces of clips', () => {
  it('have vectors made from the frames, and the sharpness that a verdict may depend on', async () => {
    const { ofClip, failed } = await seen(null);
    expect(ofClip('wide.mp4')).toEqual(four(640, 480));
    expect(ofClip('frames')).toEqual([[640, 480]]);
    expect(failed).toEqual([at('broken.mp4')]);
    const places = new Map(items.map(({ id }) => [id, { fold: 0, group: 0 }]));
    const run = { signal: new AbortController().signal, onProgress: () => undefined };
    const { faces } = await gatherFaces(
      { items, split: { kind: 'by-identity' }, store, tools: toolsOf('one'), trainedOn: null, places },
      { datasetId: 1, sampling },
      null,
      run,
    );
    expect(faces[0]).toMatchObject({
      ...{ label: 'fake', source: 'recording', method: 'made up' },
      quality: { sizePx: 240, sharpness: 100 },
    });
  });

  it('are the same for another embedder, which looks at the frames anew', async () => {
    await seen(null);
    const before = store.faces(1, viewName({ sampling, degradation: null }));
    const { ofClip } = await seen(null, toolsOf('two', 2));
    expect(ofClip('wide.mp4')).toEqual(four(1280, 960));
    expect(store.faces(1, viewName({ sampling, degradation: null }))).toEqual(before);
    expect((await seen(null)).ofClip('wide.mp4')).toEqual(four(640, 480));
  });

  it('are left out, with the reason, where a clip is gone when another embedder would look at it', async () => {
    await seen(null);
    await rename(at('small.mp4'), at('gone.mp4'));
    const places = new Map(items.map(({ id }) => [id, { fold: 0, group: 0 }]));
    const run = { signal: new AbortController().signal, onProgress: () => undefined };
    const gather = (name: string) =>
      gatherFaces(
        { items, split: { kind: 'by-identity' }, store, tools: toolsOf(name), trainedOn: null, places },
        { datasetId: 1, sampling },
        null,
        run,
      );
    const { leftOut } = await gather('three');
    expect(leftOut.map(({ path }) => path)).toEqual([at('broken.mp4'), at('small.mp4')]);
    expect((await gather('one')).leftOut.map(({ path }) => path)).toEqual([at('broken.mp4')]);
    await rename(at('gone.mp4'), at('small.mp4'));
  });
});

describe.skipIf(!hasEncoder('libx264'))('faces of clips made worse', () => {
  it('come from the copies, as many as of the clips', async () => {
    const compressed = await seen('crf34');
    expect(compressed.ofClip('wide.mp4')).toEqual(four(640, 480));
    // A clip that can't be read stops no other, and a folder of frames is left alone.
    expect(compressed.failed).toEqual([at('broken.mp4'), at('frames')]);
    expect(compressed.told[0]).toEqual([0, 4]);
    expect(compressed.told.at(-1)).toEqual([4, 4]);
    const shrunk = await seen('360p');
    expect(shrunk.ofClip('wide.mp4')).toEqual(four(480, 360));
    expect(shrunk.ofClip('small.mp4')).toEqual(four(320, 240));
  });

  it('stop when told to', async () => {
    const stop = new AbortController();
    const stopping = { signal: stop.signal, onProgress: () => stop.abort() };
    const view = { sampling, degradation: 'crf28' } as const;
    await expect(extractFaces(items, view, store, toolsOf('one'), stopping)).rejects.toThrow(
      expect.objectContaining({ name: 'AbortError' }),
    );
  });
});
