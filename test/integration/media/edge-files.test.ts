import { expect, describe, it } from 'vitest';
import type { ErrorCode } from '../../../src-main/shared/errors.ts';
import { hasShared, sharedPath } from '../../support/shared-data.ts';
import { digestFrames } from './clips.ts';

const edge = (name: string) => sharedPath('data', 'edge', name);

const refused: [string, ErrorCode][] = [
  ['truncated_no_moov.mp4', 'media/unreadable'],
  ['zero_byte.mp4', 'media/empty-file'],
  ['text_renamed.mp4', 'media/unreadable'],
  ['audio_only.mp4', 'media/no-video-stream'],
];

/** Name, frames in the file, size as shown. */
const readable: [string, number, string][] = [
  ['one_frame.mp4', 1, '640x352'],
  ['no_face_testsrc.mp4', 75, '640x360'],
  ['black_frames.mp4', 50, '640x360'],
  ['variable_frame_rate.mp4', 88, '480x264'],
  ['rotated_displaymatrix.mp4', 90, '480x264'],
  ['hevc_10bit.mp4', 90, '640x352'],
  ['odd_321x241_h264_yuv444.mp4', 60, '439x241'],
  ['odd_321x241_vp9.webm', 60, '439x241'],
  ['видео тест 测试 ü (1).mp4', 90, '480x264'],
  ['mjpeg.avi', 45, '480x264'],
  ['h264.mkv', 90, '480x264'],
  ['h264.mov', 90, '480x264'],
  ['anim.gif', 16, '200x110'],
  ['tiny_64px.mp4', 60, '64x36'],
  ['multi_face_crowd.mp4', 100, '1280x720'],
  ['face_only_after_2s.mp4', 150, '480x264'],
  ['wrong_extension.jpg', 90, '480x264'],
  ['truncated_photo.jpg', 1, '1366x768'],
  ['face.png', 1, '640x352'],
  ['face.webp', 1, '640x352'],
];

describe.skipIf(!hasShared('data', 'edge'))('awkward and broken files', () => {
  it.each(refused)('%s is refused as %s', async (name, code) => {
    await expect(digestFrames(edge(name))).rejects.toMatchObject({ code });
  });

  it.each(readable)('%s gives all of its %i frames at %s', async (name, count, shown) => {
    const { digests, missing, size } = await digestFrames(edge(name));
    expect(missing).toEqual([]);
    expect(digests.size).toBe(count);
    expect(size).toBe(shown);
  });

  it.each(['corrupt_middle.mp4', 'truncated_half_data.mp4'])(
    '%s gives what decodes and counts the rest',
    async (name) => {
      const { index, digests, missing, warnings } = await digestFrames(edge(name));
      expect(digests.size).toBeGreaterThan(20);
      expect(missing.length).toBeGreaterThan(0);
      expect(digests.size + missing.length).toBe(index.pts.length);
      expect(warnings.length).toBeGreaterThan(0);
    },
  );
});
