/** The whole cascade on real photographs, against facenet-pytorch where its results lie beside the project. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Box } from '../../../src-main/shared/domain.ts';
import { cornersOf, intersectionOverUnion } from '../../../src-main/engine/faces/boxes.ts';
import type { FaceDetection, FaceDetector } from '../../../src-main/engine/faces/face-detector.ts';
import { createMtcnn } from '../../../src-main/engine/faces/mtcnn/mtcnn.ts';
import type { MtcnnSettings } from '../../../src-main/engine/faces/mtcnn/mtcnn.ts';
import type { Timings } from '../../../src-main/engine/faces/mtcnn/timings.ts';
import { loadModel } from '../../../src-main/engine/inference/manifest.ts';
import { openSession } from '../../../src-main/engine/inference/onnx-session.ts';
import type { Frame } from '../../../src-main/engine/media/frame.ts';
import { hasShared, sharedPath } from '../../support/shared-data.ts';

const project = join(import.meta.dirname, '..', '..', '..');
const demo = (name: string) => join(project, 'node_modules', '@vladmandic', 'face-api', 'demo', name);

/** Pixels as the file holds them: colour profiles are left alone, as PIL does. */
async function photograph(path: string, widthPx?: number): Promise<Frame> {
  const image = sharp(path, { ignoreIcc: true }).removeAlpha();
  const sized = widthPx === undefined ? image : image.resize(widthPx);
  const { data, info } = await sized.raw().toBuffer({ resolveWithObject: true });
  return { frameIndex: 0, pts: 0, ptsMs: 0, width: info.width, height: info.height, rgb: data };
}

async function openDetector(settings: MtcnnSettings): Promise<FaceDetector> {
  const open = async (name: string) => {
    const { bytes } = await loadModel(join(project, 'models'), name);
    return openSession(bytes, { provider: 'cpu', threads: 1 });
  };
  const [pnet, rnet, onet] = [await open('mtcnn-pnet'), await open('mtcnn-rnet'), await open('mtcnn-onet')];
  return createMtcnn({ pnet, rnet, onet }, settings);
}

const overlap = (a: Box, b: Box) => intersectionOverUnion(cornersOf(a), cornersOf(b));

let detector: FaceDetector;
beforeAll(async () => {
  detector = await openDetector({ minFacePx: 20, detectSizePx: null });
});
afterAll(() => detector.dispose());

describe('faces in photographs', () => {
  it.each([
    ['sample1.jpg', 3],
    ['sample3.jpg', 3],
    ['sample4.jpg', 4],
    ['sample5.jpg', 5],
    ['sample6.jpg', 4],
  ])('finds the people of %s', async (name, people) => {
    const [faces] = await detector.detect([await photograph(demo(name), 960)]);
    expect(faces!.filter(({ detection }) => detection > 0.98)).toHaveLength(people);
  });

  it('puts eyes above mouth corners, left ones left, and all landmarks into the box', async () => {
    const [faces] = await detector.detect([await photograph(demo('sample3.jpg'), 960)]);
    for (const { box, landmarks } of faces!) {
      const [leftEye, rightEye, , leftMouth, rightMouth] = landmarks;
      expect(leftEye.x).toBeLessThan(rightEye.x);
      expect(leftMouth.x).toBeLessThan(rightMouth.x);
      expect(Math.max(leftEye.y, rightEye.y)).toBeLessThan(Math.min(leftMouth.y, rightMouth.y));
      for (const { x, y } of landmarks) {
        expect(x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height).toBe(true);
      }
    }
  });

  it('answers for many frames at once what it answers for each alone', async () => {
    const frame = await photograph(demo('sample1.jpg'), 480);
    const mirrored = { ...frame, rgb: new Uint8Array(frame.rgb).reverse() };
    const alone = [(await detector.detect([frame]))[0]!, (await detector.detect([mirrored]))[0]!];
    const together = await detector.detect([frame, mirrored, frame]);
    for (const [index, faces] of [alone[0]!, alone[1]!, alone[0]!].entries()) {
      expect(together[index]).toHaveLength(faces.length);
      for (const [place, face] of faces.entries()) {
        expect(overlap(together[index]![place]!.box, face.box)).toBeGreaterThan(0.999);
      }
    }
  });

  it('keeps calls that overlap apart', async () => {
    const [three, four] = [
      await photograph(demo('sample1.jpg'), 640),
      await photograph(demo('sample6.jpg'), 480),
    ];
    const [first, second] = await Promise.all([detector.detect([three]), detector.detect([four])]);
    expect(first[0]!.filter(({ detection }) => detection > 0.98)).toHaveLength(3);
    expect(second[0]!.filter(({ detection }) => detection > 0.98)).toHaveLength(4);
  });

  it('finds the same faces, in pixels of the frame as given, when it detects on a smaller one', async () => {
    const frame = await photograph(demo('sample6.jpg'));
    const timings: Timings = {};
    const small = await openDetector({ minFacePx: 20, detectSizePx: 640, timings });
    const [faces] = await small.detect([frame]);
    await small.dispose();
    const [reference] = await detector.detect([frame]);
    for (const { box } of reference!.filter(({ detection }) => detection > 0.98)) {
      expect(Math.max(...faces!.map((face) => overlap(face.box, box)))).toBeGreaterThan(0.8);
    }
    expect(timings['proposal-net']).toBeGreaterThan(0);
  });

  it('finds nothing in a flat picture, in one smaller than a face, and in no picture', async () => {
    const flat = (width: number, height: number): Frame => {
      const rgb = new Uint8Array(width * height * 3).fill(90);
      return { frameIndex: 0, pts: 0, ptsMs: 0, width, height, rgb };
    };
    expect(await detector.detect([flat(320, 241)])).toEqual([[]]);
    expect(await detector.detect([flat(16, 9)])).toEqual([[]]);
    expect(await detector.detect([])).toEqual([]);
  });

  it('stops when it is told to', async () => {
    const frame = await photograph(demo('sample1.jpg'), 480);
    await expect(detector.detect([frame], AbortSignal.abort())).rejects.toThrow(/abort/i);
    expect((await detector.detect([frame]))[0]!.length).toBeGreaterThan(0);
  });
});

interface GoldenImage {
  image: string;
  faces: { box: Box; probability: number; landmarks: [number, number][] }[];
}

describe.skipIf(!hasShared('golden', 'mtcnn.json'))('agreement with facenet-pytorch', () => {
  const golden = () =>
    (JSON.parse(readFileSync(sharedPath('golden', 'mtcnn.json'), 'utf8')) as { images: GoldenImage[] })
      .images;
  let found: Map<string, FaceDetection[]>;

  beforeAll(async () => {
    found = new Map();
    for (const { image } of golden()) {
      const frame = await photograph(sharedPath('data', 'photos', image));
      found.set(image, (await detector.detect([frame]))[0]!);
    }
  });

  it('finds at least 97 % of its sure faces at IoU 0.8, with landmarks within 3 % of the face width', () => {
    const sure = golden().flatMap(({ image, faces }) =>
      faces.filter(({ probability }) => probability >= 0.95).map((face) => ({ ...face, image })),
    );
    const matched = sure.filter(({ image, box, landmarks }) =>
      found.get(image)!.some(
        (face) =>
          overlap(face.box, box) >= 0.8 &&
          face.landmarks.every(({ x, y }, i) => {
            const [wantedX, wantedY] = landmarks[i]!;
            return Math.hypot(x - wantedX, y - wantedY) <= 0.03 * box.width;
          }),
      ),
    );
    expect(sure.length).toBeGreaterThan(50);
    expect(matched.length / sure.length).toBeGreaterThanOrEqual(0.97);
  });

  it('finds no more than 5 % of faces that facenet-pytorch does not', () => {
    const all = golden().flatMap(({ faces }) => faces).length;
    const extra = golden().flatMap(({ image, faces }) =>
      found.get(image)!.filter((face) => !faces.some(({ box }) => overlap(face.box, box) >= 0.5)),
    );
    expect(extra.length).toBeLessThanOrEqual(0.05 * all);
  });

  it('counts as many faces in each photograph as its manifest allows', () => {
    const rows = readFileSync(sharedPath('data', 'photos', 'manifest.csv'), 'utf8')
      .trim()
      .split('\n')
      .slice(1);
    for (const row of rows) {
      const [image, , range] = row.split(',') as [string, string, string];
      const [fewest, most] = range.split('-').map(Number) as [number, number];
      const count = found.get(image)!.length;
      expect(count, image).toBeGreaterThanOrEqual(fewest);
      expect(count, image).toBeLessThanOrEqual(most);
    }
  });
});
