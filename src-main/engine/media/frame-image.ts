/** One exact frame as a PNG, of the same pixels that were scored. */
import sharp from 'sharp';
import { EngineError } from '../../shared/errors.ts';
import { decode, type DecodeRequest } from './decode.ts';
import type { Frame } from './frame.ts';

export interface FrameImageRequest extends Omit<DecodeRequest, 'wanted'> {
  frameIndex: number;
}

/**
 * @returns PNG bytes, lossless
 * @throws EngineError media/decode-failed when there is no such frame or it does not decode; the abort reason
 */
export async function frameImage({ frameIndex, ...source }: FrameImageRequest): Promise<Uint8Array> {
  if (frameIndex >= source.index.pts.length) {
    throw new EngineError(
      'media/decode-failed',
      `the video has no frame ${frameIndex}; choose one below ${source.index.pts.length}`,
    );
  }
  for await (const frame of decode({ ...source, wanted: [frameIndex] })) return encodePng(frame);
  throw new EngineError(
    'media/decode-failed',
    `frame ${frameIndex} cannot be decoded; look at a frame beside it`,
  );
}

/** Little compression: the window waits for it, and nobody keeps it. */
async function encodePng({ rgb, width, height }: Frame): Promise<Uint8Array> {
  return sharp(rgb, { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 2 })
    .toBuffer();
}
