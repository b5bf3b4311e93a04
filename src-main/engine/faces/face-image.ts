/** Pictures for people to look at: face crops and thumbnails, as JPEG. Numbers never come from these. */
import sharp from 'sharp';
import type { Box } from '../../shared/domain.ts';
import type { Frame } from '../media/frame.ts';

/** Hair, chin and some background help an examiner to judge a blend's edge. */
const CROP_MARGIN = 0.3;
const CROP_MAX_PX = 256;
const THUMBNAIL_PX = 320;

const jpeg = { quality: 90, chromaSubsampling: '4:4:4' } as const;

const open = ({ rgb, width, height }: Frame) => sharp(rgb, { raw: { width, height, channels: 3 } });

/** The face with a margin of 30 % of its box on each side, at most 256 px, never enlarged. */
export function faceImage(frame: Frame, box: Box): Promise<Buffer> {
  const margin = { x: box.width * CROP_MARGIN, y: box.height * CROP_MARGIN };
  const left = clamp(box.x - margin.x, frame.width - 1);
  const top = clamp(box.y - margin.y, frame.height - 1);
  const width = Math.max(1, clamp(box.x + box.width + margin.x, frame.width) - left);
  const height = Math.max(1, clamp(box.y + box.height + margin.y, frame.height) - top);
  return open(frame)
    .extract({ left, top, width, height })
    .resize(CROP_MAX_PX, CROP_MAX_PX, { fit: 'inside', withoutEnlargement: true })
    .jpeg(jpeg)
    .toBuffer();
}

export function thumbnail(frame: Frame): Promise<Buffer> {
  return open(frame)
    .resize(THUMBNAIL_PX, THUMBNAIL_PX, { fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality: 80 })
    .toBuffer();
}

const clamp = (value: number, max: number) => Math.round(Math.min(max, Math.max(0, value)));
