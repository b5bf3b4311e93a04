import { describe, expect, it } from 'vitest';
import { vectorLayouts, type FaceVector } from '../../../../src-main/engine/lab/vector-layouts.ts';
import { createRandom } from '../../../../src-main/engine/support/random.ts';

/** Two clouds in eight dimensions, `apart` standard widths from each other. */
function clouds(reals: number, fakes: number, apart: number): FaceVector[] {
  const random = createRandom(1);
  return Array.from({ length: reals + fakes }, (_, index) => {
    const label = index < reals ? ('real' as const) : ('fake' as const);
    const centre = label === 'fake' ? apart : 0;
    return {
      faceId: index + 1,
      label,
      vector: Float32Array.from({ length: 8 }, () => random.next() + centre),
    };
  });
}

const settings = { stage: 'after', seed: 3 } as const;

describe('layouts of vectors', () => {
  it('keep two groups apart that are far apart, by t-SNE and by UMAP', async () => {
    const layouts = await vectorLayouts(clouds(30, 30, 10), settings);
    expect(layouts.map(({ method, stage }) => [method, stage])).toEqual([
      ['t-sne', 'after'],
      ['umap', 'after'],
    ]);
    for (const { points } of layouts) {
      // The nearest neighbour of every point is of its own group.
      for (const point of points) {
        const others = points.filter((other) => other !== point);
        const distance = (other: (typeof points)[number]) => Math.hypot(other.x - point.x, other.y - point.y);
        const nearest = others.reduce((best, other) => (distance(other) < distance(best) ? other : best));
        expect(nearest.label).toBe(point.label);
      }
    }
  });

  it('are the same with the same seed, and others with another', async () => {
    const faces = clouds(12, 12, 1);
    const once = await vectorLayouts(faces, settings);
    expect(await vectorLayouts(faces, settings)).toEqual(once);
    expect(await vectorLayouts(faces, { ...settings, seed: 4 })).not.toEqual(once);
  });

  it.each([0, 3])('are not made of %i faces, which have no neighbourhood', async (count) => {
    expect(await vectorLayouts(clouds(count, 0, 1), settings)).toEqual([]);
  });

  it('can be made of as few as four faces', async () => {
    for (const { points } of await vectorLayouts(clouds(2, 2, 1), settings)) {
      expect(points.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(true);
      expect(points.map(({ faceId }) => faceId)).toEqual([1, 2, 3, 4]);
    }
  });

  it('stop between two steps when they are cancelled', async () => {
    await expect(
      vectorLayouts(clouds(20, 20, 1), { ...settings, signal: AbortSignal.abort() }),
    ).rejects.toThrow(/abort/i);
  });
});
