/**
 * Pictures to the numbers that a network was trained on. Each channel value goes through a table of 256 entries, so a
 * pixel needs three look-ups and no arithmetic.
 */
import type { Tensor } from './model-session.ts';

export interface ImageFormat {
  /** nchw: one plane per channel; nhwc: channels side by side. */
  layout: 'nchw' | 'nhwc';
  channels: 'rgb' | 'bgr';
  /** Subtracted from each channel, in the order red, green, blue; 0–255 scale. */
  mean: readonly [number, number, number];
  /** Divides the result: one number for all channels, or one for each in the same order. */
  divisor: number | readonly [number, number, number];
}

/**
 * Writes interleaved 8-bit RGB as floats: (value − mean) / divisor, in the format's order.
 * @param target width × height × 3 numbers
 * @throws RangeError if the lengths differ
 */
export function writeImage(target: Float32Array, rgb: Uint8Array, format: ImageFormat): void {
  if (target.length !== rgb.length) {
    throw new RangeError(`${rgb.length} channel values do not fill a tensor of ${target.length}`);
  }
  const pixels = rgb.length / 3;
  const planar = format.layout === 'nchw';
  const step = planar ? 1 : 3;
  const { divisor } = format;
  for (let channel = 0; channel < 3; channel++) {
    const table = channelTable(
      format.mean[channel]!,
      typeof divisor === 'number' ? divisor : divisor[channel]!,
    );
    const place = format.channels === 'rgb' ? channel : 2 - channel;
    let to = planar ? place * pixels : place;
    for (let from = channel; from < rgb.length; from += 3, to += step) target[to] = table[rgb[from]!]!;
  }
}

/**
 * Pictures of one size as a batch: [count, 3, height, width] or [count, height, width, 3].
 * @throws RangeError if a picture has another size
 */
export function imagesToTensor(
  images: readonly Uint8Array[],
  width: number,
  height: number,
  format: ImageFormat,
): Tensor {
  const length = width * height * 3;
  const data = new Float32Array(images.length * length);
  for (const [index, image] of images.entries()) {
    writeImage(data.subarray(index * length, (index + 1) * length), image, format);
  }
  const dims =
    format.layout === 'nchw' ? [images.length, 3, height, width] : [images.length, height, width, 3];
  return { dims, data };
}

function channelTable(mean: number, divisor: number): Float32Array {
  return Float32Array.from({ length: 256 }, (_, value) => (value - mean) / divisor);
}
