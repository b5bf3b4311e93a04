/** One exact frame as a PNG, with the same pixels that were scored. */
import { EngineError } from '../../shared/errors.ts';
import { decode, type DecodeRequest } from './decode.ts';
import { encodePng } from './encode-pictures.ts';

interface FrameImageRequest extends Omit<DecodeRequest, 'wanted'> {
  frameIndex: number;
}

/**
 * @returns PNG bytes, lossless
 * @throws EngineError media/decode-failed if the frame does not exist or does not decode; the abort reason
 */
export async function frameImage({ frameIndex, ...source }: FrameImageRequest): Promise<Uint8Array> {
  if (frameIndex >= source.index.pts.length) {
    throw new EngineError(
      'media/decode-failed',
      `The video has no frame ${frameIndex}. Choose a number below ${source.index.pts.length}.`,
    );
  }
  for await (const frame of decode({ ...source, wanted: [frameIndex] })) {
    return encodePng(frame, source.tools, source.signal);
  }
  throw new EngineError(
    'media/decode-failed',
    `Frame ${frameIndex} cannot be decoded. Choose the next or the previous frame.`,
  );
}
