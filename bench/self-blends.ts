/** How fast training pictures are made: one core, the photograph's largest face as a crop of the usual size. */
import { faceImage, intoFaceImage } from '../src-main/engine/faces/face-image.ts';
import { selfBlend } from '../src-main/engine/lab/self-blend/self-blend.ts';
import { createRandom } from '../src-main/engine/support/random.ts';
import type { Landmarks } from '../src-main/shared/domain.ts';
import { openMtcnn, photographAs } from './material.ts';
import { timeMs, type Figure } from './figure.ts';

const SIZE_PX = 224;
const WARM_UP = 50;
const BLENDS = 400;

export async function benchSelfBlends(): Promise<Figure[]> {
  const frame = await photographAs(1920, 1080);
  const detector = await openMtcnn({ minFacePx: 40, detectSizePx: null });
  const [faces] = await detector.detect([frame]);
  await detector.dispose();
  const { box, landmarks } = [...faces!].sort((a, b) => b.box.width - a.box.width)[0]!;
  const inCrop = landmarks.map((point) => intoFaceImage(point, box, SIZE_PX)) as unknown as Landmarks;
  const picture = { rgb: faceImage(frame, box, SIZE_PX), width: SIZE_PX, height: SIZE_PX };
  const random = createRandom(1);
  const make = (count: number) => {
    for (let made = 0; made < count; made += 1) selfBlend(picture, inCrop, random);
  };
  make(WARM_UP);
  const ms = await timeMs(() => Promise.resolve(make(BLENDS)));
  return [
    {
      name: `self-blended images at ${SIZE_PX} px, one core`,
      value: (1000 * BLENDS) / ms,
      unit: 'a second',
      target: 'at least 150',
    },
  ];
}
