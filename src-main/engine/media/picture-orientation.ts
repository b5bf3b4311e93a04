/**
 * How a picture has to be turned, from its EXIF orientation (CIPA DC-008, section 4.6.5). ffmpeg reports it of JPEG alone;
 * PNG, WebP and TIFF carry the same tag.
 */
import { open, readFile } from 'node:fs/promises';
import { exifIn, orientationIn } from './exif-directories.ts';
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
export async function pictureOrientation(path: string, container: string): Promise<Orientation> {
  const bytes = container === 'jpeg_pipe' ? await firstBytes(path) : await readFile(diskPath(path));
  const exif = exifIn(bytes);
  return orientations[(exif && orientationIn(exif)) ?? 1] ?? upright;
}

/** A JPEG's Exif stands in one of its first segments, which have 64 kB at most. */
const JPEG_HEAD_BYTES = 256 * 1024;

async function firstBytes(path: string): Promise<Buffer> {
  const file = await open(diskPath(path), 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(JPEG_HEAD_BYTES), 0, JPEG_HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
