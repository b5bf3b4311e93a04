import { describe, expect, it } from 'vitest';
import { awaitedSink } from '../../../../src-main/engine/media/ffmpeg-arguments.ts';

describe('awaitedSink', () => {
  it('lets a release with a queue of frames hold one of them', () => {
    expect(awaitedSink(9)).toEqual(['-thread_queue_size', '1', '-c:v', 'rawvideo', '-f', 'rawvideo']);
  });

  it('gives no such option to release 5, which refuses it', () => {
    expect(awaitedSink(5)).toEqual(['-c:v', 'rawvideo', '-f', 'rawvideo']);
  });
});
