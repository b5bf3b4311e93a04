/**
 * Makes clips for trying out Exhibit, from photographs: the camera pans over a face, once unchanged and once blended
 * with itself. Their labels are known, so a new user sees right and wrong answers.
 */
import { access, mkdir, readdir, rename } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Box } from '../../shared/domain.ts';
import { EngineError } from '../../shared/errors.ts';
import type { FaceDescriber } from '../pipeline/describe-faces.ts';
import { decode } from '../media/decode.ts';
import type { FfmpegTools } from '../media/ffmpeg.ts';
import type { Frame } from '../media/frame.ts';
import { indexFrames } from '../media/frame-index.ts';
import { runToEnd } from '../media/media-process.ts';
import { probe } from '../media/probe.ts';
import { blendFace } from './blend-face.ts';

const SECONDS = 3;
const SIZE = { width: 640, height: 480 } as const;

/** Height of the picture in face heights: the face fills two fifths of it, as in a video call. */
const HEIGHT_IN_FACES = 2.5;

/**
 * Writes two clips per photograph into `target`; existing clips are kept.
 * @returns their paths
 */
export async function makeSampleClips(
  photographs: string,
  target: string,
  describer: FaceDescriber,
  tools: FfmpegTools,
  signal?: AbortSignal,
): Promise<string[]> {
  await mkdir(target, { recursive: true });
  const names = (await readdir(photographs)).filter((name) => name.endsWith('.jpg')).sort();
  const clips: string[] = [];
  for (const name of names) {
    const stem = basename(name, '.jpg');
    const wanted = ['real', 'self-blended'].map((kind) => join(target, `${stem} ${kind}.mp4`));
    clips.push(...wanted);
    if (await allExist(wanted)) continue;
    const photograph = await read(join(photographs, name), tools, signal);
    const { frame, face } = await largestFace(photograph, describer, signal);
    const blended = blendFace(frame.rgb, frame.width, face);
    await pan(frame, face, wanted[0]!, tools, signal);
    await pan({ ...frame, rgb: blended }, face, wanted[1]!, tools, signal);
  }
  return clips;
}

async function allExist(paths: readonly string[]): Promise<boolean> {
  const checks = await Promise.allSettled(paths.map((path) => access(path)));
  return checks.every((check) => check.status === 'fulfilled');
}

async function read(path: string, tools: FfmpegTools, signal?: AbortSignal): Promise<Frame> {
  const media = await probe(path, tools, signal);
  const index = await indexFrames(path, media, tools, signal);
  for await (const frame of decode({ path, media, index, wanted: [0], tools, signal })) return frame;
  throw new EngineError(
    'media/no-frames',
    `The sample photograph ${path} cannot be read. Reinstall Exhibit.`,
  );
}

async function largestFace(photograph: Frame, describer: FaceDescriber, signal?: AbortSignal) {
  const [described] = await describer.describe(
    [photograph],
    { minFacePx: 40, detectSizePx: 1280, picturePx: 32 },
    signal,
  );
  const { frame, faces } = described!;
  const [largest] = [...faces].sort((a, b) => b.box.width * b.box.height - a.box.width * a.box.height);
  if (!largest)
    throw new EngineError('app/internal', 'No face was found in a sample photograph. Reinstall Exhibit.');
  return { frame, face: largest.box };
}

/** Pans over the face for three seconds, so the frames differ like those of a hand-held phone. */
async function pan(picture: Frame, face: Box, path: string, tools: FfmpegTools, signal?: AbortSignal) {
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
  const size = `${picture.width}x${picture.height}`;
  // If the work is stopped, the next start must not use an incomplete clip.
  const draft = `${path}.part`;
  const { code, log } = await runToEnd(
    tools.ffmpeg,
    [
      ...['-v', 'error', '-y', '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-s', size, '-r', '25', '-i', 'pipe:0'],
      ...['-vf', filter, '-c:v', 'libx264', '-crf', '20', '-preset', 'veryfast', '-f', 'mp4', draft],
    ],
    { signal, input: [picture.rgb] },
  );
  if (code !== 0) {
    throw new EngineError('app/internal', `The sample clip could not be written: ${log.join(' ')}`);
  }
  await rename(draft, path);
}

const even = (value: number) => 2 * Math.floor(value / 2);
