/** Reads a video or picture as an analysis does, but for the faces. */
import { decode } from '../../../src-main/engine/media/decode.ts';
import type { FfmpegTools } from '../../../src-main/engine/media/ffmpeg.ts';
import { indexFrames } from '../../../src-main/engine/media/frame-index.ts';
import { probe } from '../../../src-main/engine/media/probe.ts';
import { remarksOn } from '../../../src-main/engine/media/remarks.ts';

export async function readMedia(path: string, tools: FfmpegTools): Promise<void> {
  const media = await probe(path, tools);
  const index = await indexFrames(path, media, tools);
  const last = index.pts.length - 1;
  const wanted = [...new Set([0, Math.floor(last / 2), last])];
  for await (const { rgb, width, height } of decode({ path, media, index, wanted, tools })) {
    if (rgb.length !== 3 * width * height) throw new Error(`${rgb.length} bytes of ${width} × ${height}`);
  }
  await remarksOn(path, media, index, tools);
}
