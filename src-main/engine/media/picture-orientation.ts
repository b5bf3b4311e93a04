/**
 * How a picture has to be turned, from its EXIF orientation (CIPA DC-008, section 4.6.5). ffmpeg reports it of JPEG alone;
 * PNG, WebP and TIFF carry the same tag.
 */
import { readFile } from 'node:fs/promises';
import ExifReader from 'exifreader';
import { upright, type Orientation } from './orientation.ts';
import { diskPath } from './path-bytes.ts';

/** By the value of the tag: a turn, then a swap of left and right. */
const orientations: Readonly<Record<number, Orientation>> = {
  1: upright,
  2: { rotationDegrees: 0, mirrored: true },
  3: { rotationDegrees: 180, mirrored: false },
  4: { rotationDegrees: 180, mirrored: true },
  5: { rotationDegrees: 90, mirrored: true },
  6: { rotationDegrees: 90, mirrored: false },
  7: { rotationDegrees: 270, mirrored: true },
  8: { rotationDegrees: 270, mirrored: false },
};

/** @returns upright where the picture does not say, or says nothing that can be read */
export async function pictureOrientation(path: string): Promise<Orientation> {
  const bytes = await readFile(diskPath(path));
  try {
    return orientations[Number(ExifReader.load(bytes).Orientation?.value)] ?? upright;
  } catch {
    // A picture without metadata is an error to the reader, and so is metadata that makes no sense.
    return upright;
  }
}
