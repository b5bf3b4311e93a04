/**
 * The degradations: named ways to make a clip worse, to test a model on material as labs receive it. Each name means
 * the same in every lab: one encoder (x264, or ffmpeg's JPEG), one set of parameters, one thread.
 *
 * WhatsApp publishes no parameters. Our presets follow two similar messengers with public source code. Signal for
 * Android (`VideoConstants.kt`): H.264, shorter side 480, 1.25 Mbit/s. Telegram for Android
 * (`MediaController.makeVideoBitrate`, sizes in the compression menu): longer side 848 at most 1.0 Mbit/s, 640 at most
 * 0.75 Mbit/s. The presets use the smaller figures. They are similar to WhatsApp's, not WhatsApp's own.
 */

import type { DegradationName } from '../../shared/degradation-names.ts';

/** Pixels of the upright picture. */
interface PictureSize {
  width: number;
  height: number;
}

export interface Degradation {
  /** One line for a table. */
  description: string;
  /** Largest size; smaller pictures keep their size. */
  atMost?: { shortSide: number; longSide?: number };
  /** Above this frame rate, frames are dropped. */
  framesPerSecond?: number;
  /** An extra filter on the picture at its final size. */
  filter?: (size: PictureSize) => string;
  /** How the pictures are encoded. */
  encoder: readonly string[];
}

const x264 = ['-c:v', 'libx264', '-preset', 'medium', '-pix_fmt', 'yuv420p'];
/** A hardly visible loss, so the difference comes from the named step alone. */
const fine = [...x264, '-crf', '18'];

const shrunk = (shortSide: number): Degradation => ({
  description: `shorter side at most ${shortSide} px, H.264 at CRF 18`,
  atMost: { shortSide },
  encoder: fine,
});

const compressed = (crf: number): Degradation => ({
  description: `original size, H.264 at CRF ${crf}`,
  encoder: [...x264, '-crf', String(crf)],
});

const messenger = (shortSide: number, longSide: number, profile: string, kilobits: number): Degradation => ({
  description: `at most ${longSide} × ${shortSide} px, ${kilobits} kbit/s, 30 frames/s, H.264 ${profile}`,
  atMost: { shortSide, longSide },
  framesPerSecond: 30,
  encoder: [
    ...[...x264, '-profile:v', profile, '-b:v', `${kilobits}k`],
    ...['-maxrate', `${kilobits * 1.5}k`, '-bufsize', `${kilobits * 2}k`],
  ],
});

export const degradations = {
  '720p': shrunk(720),
  '480p': shrunk(480),
  '360p': shrunk(360),
  crf28: compressed(28),
  crf34: compressed(34),
  crf40: compressed(40),
  'whatsapp-480p': messenger(480, 848, 'main', 1000),
  'whatsapp-360p': messenger(360, 640, 'baseline', 750),
  'jpeg-30': {
    description: 'every frame a JPEG of the size of libjpeg’s quality 30',
    // On 100 face crops libjpeg’s quality 30 gives 342 kB; ffmpeg’s scale gives 361 kB at 10 and 320 kB at 12.
    encoder: ['-c:v', 'mjpeg', '-q:v', '11', '-pix_fmt', 'yuvj420p'],
  },
  blur: {
    description: 'Gaussian blur of 1/240 of the shorter side (3 px at 720p), H.264 at CRF 18',
    filter: ({ width, height }) => `gblur=sigma=${(Math.min(width, height) / 240).toFixed(3)}`,
    encoder: fine,
  },
} as const satisfies Record<DegradationName, Degradation>;

/** Even sides, because chroma has half the resolution; never larger than the picture. */
export function degradedSize({ width, height }: PictureSize, { atMost }: Degradation): PictureSize {
  const short = Math.min(width, height);
  const long = Math.max(width, height);
  const scale = Math.min(1, (atMost?.shortSide ?? short) / short, (atMost?.longSide ?? long) / long);
  // The millionth corrects rounding: thirds can come out slightly too small.
  const even = (side: number) => Math.max(2, 2 * Math.floor((side * scale + 1e-6) / 2));
  return { width: even(width), height: even(height) };
}
