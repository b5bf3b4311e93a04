import { describe, expect, it } from 'vitest';
import { closestDegradation } from '../../../src-main/shared/closest-degradation.ts';

const facts = (codec: string, shortSide: number, bitsPerPixel: number | null) =>
  closestDegradation({ codec, shortSide, bitsPerPixel, facePx: 90 });

describe('the degradation that is closest to a video', () => {
  it('is one of its size and bits before one of its bits alone', () => {
    expect(facts('h264', 480, 0.12)).toEqual({ condition: 'whatsapp-480p', differs: [] });
    // 0.02 bits: a step of compression, which keeps the size of each clip.
    expect(facts('h264', 480, 0.02)).toMatchObject({ condition: 'crf34' });
    expect(facts('h264', 1080, 0.036)).toMatchObject({ condition: 'crf28' });
  });

  it('says what the copies do not have: the codec, the size', () => {
    const { condition, differs } = facts('hevc', 720, 0.02);
    expect(condition).toBe('crf34');
    expect(differs).toEqual([
      'The video is hevc, the copies of the clips are H.264.',
      'Each copy keeps the size of its clip.',
    ]);
  });

  it('is the strongest step for fewer bits than any copy has', () => {
    expect(facts('h264', 720, 0.001)).toMatchObject({
      condition: 'crf40',
      differs: [expect.stringContaining('fewer bits'), 'Each copy keeps the size of its clip.'],
    });
  });

  it('is none for more bits than all, or where they are not known: clips as they are', () => {
    expect(facts('h264', 1080, 0.3).condition).toBeNull();
    expect(facts('h264', 720, null).condition).toBeNull();
    expect(facts('h264', 720, null).differs[0]).toContain('not known');
  });

  it('is Motion JPEG for Motion JPEG', () => {
    expect(facts('mjpeg', 720, 0.4).condition).toBe('jpeg-30');
  });
});
