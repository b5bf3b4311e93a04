/** Frames and clips for the benchmarks, from the photographs of the sample case. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { detectorNets } from '../src-main/engine/pipeline/describe-faces.ts';
import type { FaceDetector } from '../src-main/engine/faces/face-detector.ts';
import { createMtcnn, type MtcnnSettings } from '../src-main/engine/faces/mtcnn/mtcnn.ts';
import { loadModel } from '../src-main/engine/inference/manifest.ts';
import { openSession } from '../src-main/engine/inference/onnx-session.ts';
import { createToolbox, type Toolbox } from '../src-main/engine/toolbox.ts';
import type { FfmpegTools } from '../src-main/engine/media/ffmpeg.ts';
import type { Frame } from '../src-main/engine/media/frame.ts';

const project = join(import.meta.dirname, '..');
const photograph = join(project, 'resources', 'sample', 'photograph 2.jpg');

export const modelsFolder = join(project, 'models');
const settingsFolder = join(tmpdir(), 'exhibit-bench');
const clipsFolder = settingsFolder;
export const networkFolders = { builtIn: modelsFolder, imported: join(settingsFolder, 'networks') };

export function openToolbox(): Toolbox {
  return createToolbox({
    resources: project,
    settingsFolder,
    version: 'bench',
    scripts: {
      providerTrial: join(project, 'src-main', 'engine', 'inference', 'provider-trial.ts'),
      faceWorker: join(project, 'src-main', 'engine', 'pipeline', 'face-worker.ts'),
      caseInspection: join(project, 'src-main', 'engine', 'cases', 'inspect-case.ts'),
      modelImport: join(project, 'src-main', 'engine', 'models', 'import-process.ts'),
      credentials: join(project, 'src-main', 'engine', 'media', 'credentials', 'credentials-process.ts'),
    },
    provider: 'cpu',
  });
}

/** One thread inside each net, as the engine runs them on a CPU. */
export async function openMtcnn(settings: MtcnnSettings): Promise<FaceDetector> {
  const [pnet, rnet, onet] = await Promise.all(
    detectorNets.map(async (name) =>
      openSession((await loadModel(modelsFolder, name)).bytes, { provider: 'cpu', threads: 1 }),
    ),
  );
  return createMtcnn({ pnet: pnet!, rnet: rnet!, onet: onet! }, settings);
}

/** The photograph with its five faces, cut to the size of a video frame. */
export async function photographAs(width: number, height: number): Promise<Frame> {
  const rgb = await sharp(photograph).resize(width, height, { fit: 'cover' }).removeAlpha().raw().toBuffer();
  return { frameIndex: 0, pts: 0, ptsMs: 0, width, height, rgb };
}

/** One face fills the picture as in a video call, or all five are in it. */
export type Scene = 'one face' | 'five faces';

const fivefold = 'scale=2200:-2,crop=1920:1080:x=140+130*sin(t/3):y=100+90*sin(t/2)';

/** A 1080p clip of the photograph under a slow pan, made once; H.264, a key frame every 10 s. */
export async function clip(seconds: number, scene: Scene): Promise<string> {
  const name = `pan-${scene.replace(' ', '-')}-${seconds}s.mp4`;
  return pan(name, seconds, scene, ['-preset', 'ultrafast', '-crf', '26', '-g', '250']);
}

/** The same with a key frame every so many frames, coded as a camera or a platform does, in 4 Mbit/s. */
export async function keyedClip(seconds: number, keyEvery: number): Promise<string> {
  const coding = [
    '-preset',
    'veryfast',
    '-b:v',
    '4M',
    '-sc_threshold',
    '0',
    '-bf',
    '2',
    '-g',
    String(keyEvery),
  ];
  return pan(`keyed-${keyEvery}-${seconds}s.mp4`, seconds, 'five faces', coding);
}

export const LONG_FRAMES = 3600 * 25;

/** An hour of a test picture, with a key frame every 250 frames. */
export function longClip({ ffmpeg }: Pick<FfmpegTools, 'ffmpeg'>): string {
  mkdirSync(clipsFolder, { recursive: true });
  const path = join(clipsFolder, 'hour.mp4');
  if (existsSync(path)) return path;
  const picture = `testsrc2=size=160x90:rate=25:duration=${LONG_FRAMES / 25}`;
  encode(ffmpeg, ['-f', 'lavfi', '-i', picture, '-c:v', 'libx264', '-preset', 'ultrafast', '-y', path]);
  return path;
}

function encode(ffmpeg: string, args: string[]): void {
  const { status, stderr } = spawnSync(ffmpeg, ['-v', 'error', ...args]);
  if (status !== 0) throw new Error(`ffmpeg could not make the clip: ${stderr.toString()}`);
}

async function pan(name: string, seconds: number, scene: Scene, coding: string[]): Promise<string> {
  const { ffmpeg } = await openToolbox().ffmpeg();
  mkdirSync(clipsFolder, { recursive: true });
  const path = join(clipsFolder, name);
  if (existsSync(path)) return path;
  const window = scene === 'one face' ? 'crop=427:240:x=635+15*sin(t/3):y=100,scale=1920:1080' : fivefold;
  const filter = `${window},format=yuv420p`;
  encode(ffmpeg, [
    ...['-loop', '1', '-framerate', '25', '-t', String(seconds), '-i', photograph],
    ...['-vf', filter, '-c:v', 'libx264', ...coding, '-y', path],
  ]);
  return path;
}
