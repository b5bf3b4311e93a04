import { expect, it } from 'vitest';
import { hiddenFrames } from '../../../../src-main/engine/media/missing-frames.ts';
import { sound } from '../../../../src-main/engine/media/structure-reader.ts';
import type { MediaInfo } from '../../../../src-main/shared/domain.ts';

it('calls no frame hidden where nobody knows whether it is one of a recording that follows', () => {
  const media = { container: 'mov,mp4', video: { frameCount: 50 } } as MediaInfo;
  const index = { pts: Float64Array.from({ length: 30 }), storedFrames: 50 } as never;
  expect(hiddenFrames(media, index, sound)).toBe(20);
  expect(hiddenFrames(media, index, { ...sound, notReadFrom: 1000 })).toBe(0);
});
