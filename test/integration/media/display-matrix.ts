/** Writes a display matrix into an MP4, as a camera does: ffmpeg's own option for it differs by release. */
import { readFile, writeFile } from 'node:fs/promises';

/** Version 0 of the track header: size and type, then 40 bytes before the matrix (ISO/IEC 14496-12, 8.3.2). */
const matrixOffset = 4 + 40;

/** @param matrix a, b, c, d of the display matrix */
export async function writeDisplayMatrix(
  path: string,
  [a, b, c, d]: readonly [number, number, number, number],
) {
  const file = await readFile(path);
  const header = file.indexOf('tkhd');
  const rows = [a, b, 0, c, d, 0].map((value) => value * 0x1_00_00);
  for (const [i, value] of [...rows, 0, 0, 0x40_00_00_00].entries()) {
    file.writeInt32BE(value, header + matrixOffset + i * 4);
  }
  await writeFile(path, file);
}
