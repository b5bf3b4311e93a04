/** Clips that everybody may have: the camera pans over a photograph of the sample case. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { testDecoder } from './decoder.ts';

export const project = join(import.meta.dirname, '..', '..');
const photograph = join(project, 'resources', 'sample', 'photograph 1.jpg');

/**
 * 640 × 480 at 10 frames a second, three women in the picture.
 * @param look ffmpeg filters that make the pictures others: light, colour, size
 */
export async function writeFaceClip(path: string, seconds = 2, look = 'null'): Promise<void> {
  const { ffmpeg } = await testDecoder();
  const filter = `scale=800:-2,crop=640:480:x='80+60*sin(2*t)':y=20,${look},format=yuv420p`;
  const input = ['-loop', '1', '-framerate', '10', '-t', String(seconds), '-i', photograph];
  execFileSync(ffmpeg, [
    '-v',
    'error',
    ...input,
    '-vf',
    filter,
    '-c:v',
    'libx264',
    '-preset',
    'ultrafast',
    path,
  ]);
}
