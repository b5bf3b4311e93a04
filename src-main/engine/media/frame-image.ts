/** One exact frame as a PNG, of the same pixels that were scored. */
import { EngineError } from '../../shared/errors.ts';
import { decode, type DecodeRequest } from './decode.ts';
import { encodePng } from './encode-pictures.ts';

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
  for await (const frame of decode({ ...source, wanted: [frameIndex] })) {
    return encodePng(frame, source.tools, source.signal);
  }
  throw new EngineError(
    'media/decode-failed',
    `frame ${frameIndex} cannot be decoded; look at a frame beside it`,
  );
}
