/**
 * Clips to try the workstation on, made from photographs: the camera pans over a face, once as it was
 * taken and once blended with itself. Their labels are known, so that a newcomer sees right and wrong.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import sharp from 'sharp';
import type { Box } from '../../shared/domain.ts';
import { EngineError } from '../../shared/errors.ts';
import type { FaceDetector } from '../faces/face-detector.ts';
import { selfBlend } from './self-blend.ts';

const SECONDS = 3;
const SIZE = { width: 640, height: 480 } as const;

/** The face fills two fifths of the picture's height, as in a video call. */
const HEIGHT_IN_FACES = 2.5;

interface Photograph {
  rgb: Uint8Array;
  width: number;
  height: number;
}

/**
 * Writes two clips a photograph into `target`; clips that are already there are kept.
 * @returns their paths
 */
export async function makeSampleClips(
  photographs: string,
  target: string,
  detector: FaceDetector,
  ffmpeg: string,
  signal?: AbortSignal,
): Promise<string[]> {
  await mkdir(target, { recursive: true });
  const names = (await readdir(photographs)).filter((name) => name.endsWith('.jpg')).sort();
  const clips: string[] = [];
  for (const name of names) {
    const stem = basename(name, '.jpg');
    const wanted = ['genuine', 'self-blended'].map((kind) => join(target, `${stem} ${kind}.mp4`));
    clips.push(...wanted);
    if (await allExist(wanted)) continue;
    const photograph = await read(join(photographs, name));
    const face = await largestFace(photograph, detector, signal);
    const blended = selfBlend(photograph.rgb, photograph.width, face);
    await pan(photograph, face, wanted[0]!, ffmpeg, signal);
    await pan({ ...photograph, rgb: blended }, face, wanted[1]!, ffmpeg, signal);
  }
  return clips;
}

async function allExist(paths: readonly string[]): Promise<boolean> {
  const checks = await Promise.allSettled(paths.map((path) => access(path)));
  return checks.every((check) => check.status === 'fulfilled');
}

async function read(path: string): Promise<Photograph> {
  const { data, info } = await sharp(path).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { rgb: data, width: info.width, height: info.height };
}

async function largestFace(
  photograph: Photograph,
  detector: FaceDetector,
  signal?: AbortSignal,
): Promise<Box> {
  const [faces] = await detector.detect([{ ...photograph, frameIndex: 0, pts: 0, ptsMs: 0 }], signal);
  const [largest] = [...faces!].sort((a, b) => b.box.width * b.box.height - a.box.width * a.box.height);
  if (!largest) throw new EngineError('app/internal', 'a sample photograph shows no face; reinstall Exhibit');
  return largest.box;
}

/** Sways over the face for three seconds, so that its frames differ as those of a hand-held phone do. */
async function pan(picture: Photograph, face: Box, path: string, ffmpeg: string, signal?: AbortSignal) {
  const height = Math.min(picture.height, face.height * HEIGHT_IN_FACES);
  const width = Math.min(picture.width, (height * SIZE.width) / SIZE.height);
  const left = face.x + face.width / 2 - width / 2;
  const top = face.y + face.height / 2 - height / 2;
  const sway = 0.3 * face.width;
  const filter = [
    `loop=loop=-1:size=1,trim=duration=${SECONDS}`,
    `crop=w=${even(width)}:h=${even(height)}:x=${left}+${sway}*sin(2*t):y=${top}+${sway / 2}*sin(3*t)`,
    `scale=${SIZE.width}:${SIZE.height},format=yuv420p`,
  ].join(',');
  const child = spawn(
    ffmpeg,
    [
      ...['-hide_banner', '-loglevel', 'error', '-y'],
      ...[
        '-f',
        'rawvideo',
        '-pix_fmt',
        'rgb24',
        '-s',
        `${picture.width}x${picture.height}`,
        '-r',
        '25',
        '-i',
        'pipe:0',
      ],
      ...['-vf', filter, '-c:v', 'libx264', '-crf', '20', '-preset', 'veryfast', path],
    ],
    { stdio: ['pipe', 'ignore', 'pipe'], ...(signal ? { signal } : {}) },
  );
  let complaint = '';
  child.stderr.on('data', (text: Buffer) => (complaint += text.toString()));
  // ffmpeg stops reading after the one picture it needs; how it ended is what counts.
  child.stdin.on('error', () => undefined);
  child.stdin.end(picture.rgb);
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) {
    throw new EngineError('media/decode-failed', `the sample clip could not be written: ${complaint.trim()}`);
  }
}

const even = (value: number) => 2 * Math.floor(value / 2);
