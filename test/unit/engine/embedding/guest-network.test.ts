import { describe, expect, it } from 'vitest';
import { artefactTemplate } from '../../../../src-main/engine/embedding/artefact-template.ts';
import { GuestNetwork, type BoxedFace } from '../../../../src-main/engine/embedding/guest-network.ts';
import { guestEntry, type GuestEntry } from '../../../../src-main/engine/inference/manifest.ts';
import type { ModelSession, Tensor } from '../../../../src-main/engine/inference/model-session.ts';
import { guestDescription } from '../../../support/tiny-guest.ts';

const entryOf = (change: object = {}): GuestEntry =>
  guestEntry.parse({
    ...guestDescription,
    ...{ role: 'guest', file: 'redness.onnx', sha256: 'ab'.repeat(32) },
    ...change,
  });

/** Gives the same numbers for each face, and keeps what it was given. */
class Fixed implements ModelSession {
  readonly provider = 'cpu';
  readonly inputNames = ['image'];
  readonly outputNames = ['score'];
  readonly seen: Tensor[] = [];
  readonly #numbers: readonly number[];

  constructor(...numbers: number[]) {
    this.#numbers = numbers;
  }

  run({ image }: Readonly<Record<string, Tensor>>) {
    this.seen.push(image!);
    const data = Float32Array.from(Array.from({ length: image!.dims[0]! }, () => this.#numbers).flat());
    return Promise.resolve({ score: { dims: [], data } });
  }

  dispose = () => Promise.resolve();
}

const grey = new Uint8Array(3 * 16 * 16).fill(128);
const output = (gives: string, ...classes: string[]) => ({ output: { name: 'score', gives, classes } });

async function rawScore(change: object, ...numbers: number[]): Promise<number> {
  const [score] = await new GuestNetwork(new Fixed(...numbers), entryOf(change)).scorePictures([grey]);
  return score!;
}

describe('a raw score', () => {
  it.each([
    ['a logit of fake as it is', output('logit', 'fake'), [1.5], 1.5],
    ['a logit of real turned round', output('logit', 'real'), [1.5], -1.5],
    ['the difference of two logits', output('logit', 'real', 'fake'), [0.5, 2], 1.5],
    ['the difference of two logits in the other order', output('logit', 'fake', 'real'), [0.5, 2], -1.5],
    ['the logit of a probability of fake', output('probability', 'fake'), [0.8], Math.log(4)],
    ['the logit of a probability of real, turned round', output('probability', 'real'), [0.8], -Math.log(4)],
    ['the log ratio of two probabilities', output('probability', 'real', 'fake'), [0.2, 0.8], Math.log(4)],
    ['finite for a probability of 1', output('probability', 'fake'), [1], Math.log(1e6 - 1)],
  ])('is %s', async (_, change, numbers, wanted) => {
    expect(await rawScore(change, ...numbers)).toBeCloseTo(wanted, 5);
  });

  it.each([
    ['a number that is not finite', output('logit', 'fake'), [Number.NaN], 'not finite'],
    ['a probability above 1', output('probability', 'fake'), [1.5], 'outside 0 to 1'],
    ['two numbers where one was described', output('logit', 'fake'), [1, 2], '2 numbers for 1 faces'],
  ])('is refused for %s', async (_, change, numbers, text) => {
    await expect(rawScore(change, ...numbers)).rejects.toMatchObject({
      code: 'inference/failed',
      message: expect.stringContaining(text) as string,
    });
  });
});

describe('the pixels', () => {
  it('are (value / 255 − mean) / std where the range is 1, and (value − mean) / std where it is 255', async () => {
    const picture = Uint8Array.from({ length: 3 * 16 * 16 }, (_, i) => [255, 51, 0][i % 3]!);
    const first = async (input: object) => {
      const session = new Fixed(0);
      await new GuestNetwork(
        session,
        entryOf({ input: { ...guestDescription.input, ...input } }),
      ).scorePictures([picture]);
      const { data } = session.seen[0]!;
      return [data[0], data[256], data[512]];
    };
    const close = (...values: number[]) => values.map((value) => expect.closeTo(value, 5) as number);
    const mean = [0.5, 0.2, 0.1];
    expect(await first({ mean, std: [0.5, 0.1, 0.2] })).toEqual(close(1, 0, -0.5));
    expect(await first({ range: 255, mean: [5, 1, 0], std: [10, 5, 1] })).toEqual(close(25, 10, 0));
    expect(await first({ mean, channels: 'bgr' })).toEqual(close(-0.1, 0, 0.5));
  });

  it('of the last picture fill a batch of a fixed size', async () => {
    const session = new Fixed(1);
    const network = new GuestNetwork(session, entryOf({ input: { ...guestDescription.input, batch: 4 } }));
    expect(await network.scorePictures([grey])).toEqual([1]);
    expect(session.seen[0]!.dims).toEqual([4, 3, 16, 16]);
  });
});

describe('a crop', () => {
  /** 64 × 64, red grows with x and green with y, four levels a pixel. */
  const frame = {
    ...{ frameIndex: 0, pts: 0, ptsMs: 0, width: 64, height: 64 },
    rgb: Uint8Array.from({ length: 64 * 64 * 3 }, (_, i) => {
      const pixel = Math.floor(i / 3);
      return [4 * (pixel % 64), 4 * Math.floor(pixel / 64), 0][i % 3]!;
    }),
  };
  const place = ({ x, y }: { x: number; y: number }) => ({ x: 24 + 16 * x, y: 24 + 16 * y });
  const [a, b, c, d, e] = artefactTemplate.map(place);
  const face: BoxedFace = {
    frame,
    landmarks: [a!, b!, c!, d!, e!],
    box: { x: 24, y: 26, width: 16, height: 12 },
  };
  /** Where its first pixel lies in the frame. */
  async function cornerOf(crop: object): Promise<number[]> {
    const session = new Fixed(0);
    await new GuestNetwork(session, entryOf({ crop })).scoreFaces([face]);
    const { data } = session.seen[0]!;
    return [(data[0]! * 255) / 4, (data[256]! * 255) / 4];
  }
  /** A pixel of a crop that is scaled down is the mean of several, so it lies half a pixel further in. */
  const near = (x: number, y: number) => [x, y].map((at) => expect.closeTo(at + 0.25, 0) as number);

  it.each(['box', 'landmarks'])(
    'by the %s is wider and higher about its middle by the margin',
    async (by) => {
      // The box is 16 px wide and 12 px high: its crop is a square of the longer side.
      expect(await cornerOf({ by, margin: 0 })).toEqual(near(24, 24));
      expect(await cornerOf({ by, margin: 1 })).toEqual(near(16, 16));
    },
  );
});
