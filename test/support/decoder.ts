/** The decoder that tests read and make clips with: found and checked as the product does it. */
import { join } from 'node:path';
import { findFfmpeg } from '../../src-main/engine/media/ffmpeg.ts';

export const decoderClips = join(import.meta.dirname, '..', '..', 'resources', 'decoder-check');

export const testDecoder = () =>
  findFfmpeg({ clips: decoderClips, named: process.env['EXHIBIT_FFMPEG'] ?? null });
