import { describe, expect, it } from 'vitest';
import { FrameLog } from '../../../../src-main/engine/media/frame-log.ts';

const frame = (n: number, pts: number | string, size = '64x48') =>
  `[Parsed_showinfo_1 @ 0x55] [info] n: ${String(n).padStart(3)} pts: ${pts} pts_time:1 fmt:yuv420p sar:1/1 s:${size} i:P`;

const times = (log: FrameLog) => log.frames.map(({ pts }) => pts);

describe('FrameLog', () => {
  it('reads the time base and the time of each frame', () => {
    const log = new FrameLog();
    for (const line of [
      '[Parsed_showinfo_1 @ 0x55] [info] config in time_base: 1/15360, frame_rate: 30/1',
      `${frame(0, -512)} iskey:1 type:I checksum:0`,
      frame(1, 0),
    ])
      log.read(line);
    expect(log.timeBase).toEqual({ num: 1, den: 15_360 });
    expect(log.frames).toEqual([
      { pts: -512, key: 1, pictureType: 'I', width: 64, height: 48, position: null, colours: null },
      { pts: 0, key: 0, pictureType: null, width: 64, height: 48, position: null, colours: null },
    ]);
  });

  it('reads where in the file a frame begins, from decoders that say it', () => {
    const log = new FrameLog();
    log.read(frame(0, '0 pts_time:0       pos:     1504'));
    expect(log.frames[0]).toMatchObject({ pts: 0, position: 1504 });
  });

  it('keeps the colours that each frame names before it is converted', () => {
    const log = new FrameLog();
    const tags = (space: string) =>
      `[showinfo@tags @ 0x55] [info] color_range:tv color_space:${space} color_primaries:unknown color_trc:bt709`;
    for (const [n, space] of ['bt709', 'unknown'].entries()) {
      log.read(
        `[showinfo@tags @ 0x55] [info] n:   ${n} pts: ${n} pts_time:0 fmt:yuv420p sar:1/1 s:64x48 i:P`,
      );
      log.read(tags(space));
      log.read(frame(n, n));
    }
    const both = { colorRange: 'tv', colorPrimaries: null, colorTransfer: 'bt709', pixelFormat: 'yuv420p' };
    expect(log.frames.map(({ colours }) => colours)).toEqual([
      { ...both, colorSpace: 'bt709' },
      { ...both, colorSpace: null },
    ]);
  });

  it('counts the frames whose damaged parts the decoder made up', () => {
    const log = new FrameLog();
    log.read('[h264 @ 0x55] [info] concealing 114 DC, 114 AC, 114 MV errors in B frame');
    log.read('[info]     title           : concealing 1 DC');
    expect([log.complaints.concealedFrames, log.complaints.list()]).toEqual([1, []]);
  });

  it('moves no time to another frame when a line is lost', () => {
    const log = new FrameLog();
    for (const line of [frame(0, 10), frame(2, 30)]) log.read(line);
    expect(times(log)).toEqual([10, NaN, 30]);
  });

  it('goes on counting when the picture changes its size on the way', () => {
    const log = new FrameLog();
    const grown = '640x360';
    for (const line of [frame(0, 10), frame(1, 20), frame(0, 30, grown), frame(1, 40, grown)]) log.read(line);
    expect(times(log)).toEqual([10, 20, 30, 40]);
    expect(log.frames.map(({ width }) => width)).toEqual([64, 64, 640, 640]);
  });

  it('does not take a title in the file for the time of a frame', () => {
    const log = new FrameLog();
    log.read(`[info]     title           : ${frame(0, 99)}`);
    expect(log.frames).toEqual([]);
  });

  it('counts complaints of one kind under the first of them', () => {
    const log = new FrameLog();
    log.read('[h264 @ 0x55] [error] error while decoding MB 3 14, bytestream -7');
    log.read('[h264 @ 0x66] [error] error while decoding MB 9 2, bytestream -8');
    log.read('[NULL @ 0x66] [error] Invalid NAL unit size (3 > 2).');
    log.read('[swscaler @ 0x77] [warning] deprecated pixel format used');
    expect(log.complaints.list()).toEqual([
      'h264: error while decoding MB 3 14, bytestream -7 (2 of this kind)',
      'Invalid NAL unit size (3 > 2).',
    ]);
  });

  it('waits for the time of a frame whose pixels came first, and no longer than the log lasts', async () => {
    const log = new FrameLog();
    const first = log.frame(0);
    log.read(frame(0, 7));
    expect(await first).toMatchObject({ pts: 7 });
    const second = log.frame(1);
    log.close();
    expect(await second).toBeUndefined();
  });
});
