import { describe, expect, it } from 'vitest';
import { closestDegradation } from '../../../src-main/shared/closest-degradation.ts';

const facts = (codec: string, shortSide: number, bitsPerPixel: number | null) =>
  closestDegradation({ codec, shortSide, bitsPerPixel, facePx: 90 });

describe('the degradation that is closest to a video', () => {
  it('is one of its size and bits before one of its bits alone', () => {
    expect(facts('h264', 480, 0.12)).toEqual({
      condition: 'whatsapp-480p',
      // Clips are never enlarged.
      differs: ['A clip whose shorter side has fewer than 480 px keeps its size.'],
    });
    // 0.02 bits: a step of compression, which keeps the size of each clip.
    expect(facts('h264', 480, 0.02)).toMatchObject({ condition: 'crf34' });
    expect(facts('h264', 1080, 0.036)).toMatchObject({ condition: 'crf28' });
  });

  it('says what the copies do not have: the codec, the size', () => {
    const { condition, differs } = facts('hevc', 720, 0.02);
    expect(condition).toBe('crf34');
    expect(differs).toEqual([
      'The video is hevc, the copies of the clips are H.264.',
      'The same bits of another codec do not mean the same loss: of a newer one than H.264, the copies may be worse than the video.',
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

  it('is Motion JPEG for Motion JPEG with the bits of such copies, or with fewer', () => {
    const keepsSize = 'Each copy keeps the size of its clip.';
    expect(facts('mjpeg', 720, 0.4)).toEqual({ condition: 'jpeg-30', differs: [keepsSize] });
    expect(facts('mjpeg', 720, 0.1)).toEqual({
      condition: 'jpeg-30',
      differs: [
        'The video has fewer bits per pixel per frame than copies with JPEG at quality 30, the nearest step.',
        keepsSize,
      ],
    });
    // A camera at hardly any loss: copies at quality 30 would be far worse.
    expect(facts('mjpeg', 720, 3)).toEqual({
      condition: null,
      differs: [
        'No degradation has the bits and the size of the video, so the clips were taken as they are.',
      ],
    });
    expect(facts('mjpeg', 720, null).condition).toBeNull();
  });
});
