import { expect, it } from 'vitest';
import { countFaces } from '../../../../src-main/engine/pipeline/count-faces.ts';

it('ends an analysis with the first face that one finding has no room for', () => {
  const count = countFaces('/evidence/crowd.mp4');
  for (let frame = 0; frame < 100; frame += 1) count(10_000);
  count(0);
  expect(() => count(1)).toThrow(
    expect.objectContaining({
      code: 'media/unsupported',
      message: expect.stringContaining(
        'More than 1,000,000 faces were found in /evidence/crowd.mp4',
      ) as string,
    }),
  );
});
