import { expect, it } from 'vitest';
import { ffprobeReport } from '../../../../src-main/engine/media/ffprobe-report.ts';
import { upright } from '../../../../src-main/engine/media/orientation.ts';
import { describeVideo } from '../../../../src-main/engine/media/video-stream.ts';

const stream = (width: number, height: number) =>
  ffprobeReport.shape.streams.parse([
    { index: 0, codec_type: 'video', codec_name: 'h264', pix_fmt: 'yuv420p', width, height },
  ])[0]!;

it('refuses pictures above 100 megapixels, and moving ones above 40, by the size that they state', () => {
  expect(describeVideo(stream(10_000, 10_000), upright, []).width).toBe(10_000);
  expect(describeVideo(stream(8_000, 5_000), null, []).width).toBe(8_000);
  for (const [tooLarge, picture] of [
    [stream(10_000, 10_001), upright],
    [stream(8_000, 5_001), null],
  ] as const) {
    expect(() => describeVideo(tooLarge, picture, [])).toThrow(
      expect.objectContaining({
        code: 'media/unsupported',
        message: expect.stringContaining(`examines up to ${picture ? 100 : 40} megapixels`) as string,
      }),
    );
  }
});
