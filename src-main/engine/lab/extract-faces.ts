/**
 * Labelled clips to stored faces: the main person of each clip, usable faces alone, as crops with landmarks, and as the
 * vectors that the tools' networks make of the frames. What is stored already is not looked at again, so a stopped
 * extraction goes on where it was; for another network the clips are.
 */
import { stat } from 'node:fs/promises';
import type { AnalysisParameters } from '../../shared/domain.ts';
import { EngineError, reportOf, type ErrorReport } from '../../shared/errors.ts';
import type { DatasetItem } from '../../shared/lab.ts';
import { defaultParameters } from '../../shared/default-parameters.ts';
import type { FaceTools } from '../pipeline/analysis-tools.ts';
import type { DescribedFace } from '../pipeline/describe-faces.ts';
import { intoFaceImage } from '../faces/face-image.ts';
import { dominantTrack } from '../faces/dominant-track.ts';
import { decodePictures } from '../media/decode-pictures.ts';
import { JpegBatches } from '../media/jpeg-batches.ts';
import { picturesIn } from '../media/pictures-in.ts';
import { observeFaces } from '../pipeline/observe-faces.ts';
import { observeVideo } from '../pipeline/observe-video.ts';
import { degraded } from '../media/degraded.ts';
import type { FaceStore, SeenFace } from './face-store.ts';
import { samplePictures, viewName, type FaceView } from './face-view.ts';
import type { WorkRun } from '../support/work-run.ts';

/** Holds what any embedder here asks for: FaceNet's 160 px and a margin, a detail-hungry net's 224. */
export const CROP_PX = 256;
/** Clips of pictures looked at together, so that single crops fill batches. */
const CLIPS_TOGETHER = 128;

const parameters: AnalysisParameters = defaultParameters;

export async function extractFaces(
  items: readonly DatasetItem[],
  view: FaceView,
  store: FaceStore,
  tools: FaceTools,
  { signal, onProgress }: WorkRun,
): Promise<void> {
  const name = viewName(view);
  const waiting = items.filter(({ id }) => !store.isExtracted(id, name, networksOf(tools)));
  let done = items.length - waiting.length;
  const tell = (more: number) => onProgress({ stage: 'detect', done: (done += more), total: items.length });
  const save = (item: DatasetItem, faces: readonly SeenFace[]) => {
    if (faces.length > 0) store.add(item.id, name, faces);
    else store.fail(item.id, name, { code: 'media/no-frames', message: 'it shows no usable face' });
  };
  tell(0);
  for (const item of waiting.filter(({ kind }) => kind === 'video')) {
    signal.throwIfAborted();
    try {
      save(item, await facesOfVideo(item.path, view, tools, signal));
    } catch (error) {
      signal.throwIfAborted();
      store.fail(item.id, name, reportOf(error));
    }
    tell(1);
  }
  const pictures = waiting.filter(({ kind }) => kind === 'pictures');
  for (let start = 0; start < pictures.length; start += CLIPS_TOGETHER) {
    const clips = pictures.slice(start, start + CLIPS_TOGETHER);
    for (const [item, faces] of await facesOfPictures(clips, view, tools, signal)) {
      if (Array.isArray(faces)) save(item, faces);
      else store.fail(item.id, name, faces);
    }
    tell(clips.length);
  }
}

async function facesOfVideo(
  path: string,
  { sampling, degradation }: FaceView,
  tools: FaceTools,
  signal: AbortSignal,
) {
  return degraded(path, degradation, tools.ffmpeg, signal, async (clip) => {
    const run = { signal, onProgress: () => undefined };
    const seen = await observeVideo(clip, { ...parameters, sampling }, tools, run, CROP_PX);
    return dominantTrack(seen.tracks)
      .filter(({ refused }) => refused === null)
      .map(({ image, frameIndex, ptsMs, ...face }) =>
        asSeen(face, { frameIndex, ptsMs, crop: image }, tools),
      );
  });
}

/** @returns the faces of each clip, or why there are none */
async function facesOfPictures(
  clips: readonly DatasetItem[],
  { sampling, degradation }: FaceView,
  tools: FaceTools,
  signal: AbortSignal,
): Promise<Map<DatasetItem, SeenFace[] | ErrorReport>> {
  const result = new Map<DatasetItem, SeenFace[] | ErrorReport>();
  if (degradation !== null) {
    // A picture has no bit rate that a messenger would take from it.
    const none: ErrorReport = {
      code: 'media/unsupported',
      message: 'it consists of pictures, and only videos are degraded',
    };
    return new Map(clips.map((item) => [item, none]));
  }
  const pictures: { item: DatasetItem; path: string; place: number }[] = [];
  for (const item of clips) {
    try {
      const paths = samplePictures(await pathsOf(item.path), sampling);
      for (const [place, path] of paths.entries()) pictures.push({ item, path, place });
      result.set(item, []);
    } catch (error) {
      result.set(item, reportOf(error));
    }
  }
  const jpegs = new JpegBatches(tools.ffmpeg, signal);
  const found: { item: DatasetItem; face: Promise<SeenFace> }[] = [];
  const frames = decodePictures({
    ...{ paths: pictures.map(({ path }) => path), tools: tools.ffmpeg, signal },
    // A damaged picture of a clip is a frame that did not decode; a clip without any is told by its empty list.
    onFailure: () => undefined,
  });
  for await (const { frame, faces } of observeFaces(
    frames,
    { ...parameters, picturePx: CROP_PX },
    tools.describer,
    signal,
  )) {
    const [face] = dominantTrack(faces.map((each) => [each])).filter(({ refused }) => refused === null);
    if (!face) continue;
    const { item, place } = pictures[frame.frameIndex]!;
    const jpeg = jpegs.add({ rgb: face.picture, width: CROP_PX, height: CROP_PX });
    found.push({
      item,
      face: jpeg.then((crop) => asSeen(face, { frameIndex: place, ptsMs: place, crop }, tools)),
    });
  }
  jpegs.flush();
  for (const { item, face } of found) (result.get(item) as SeenFace[]).push(await face);
  return result;
}

async function pathsOf(path: string): Promise<string[]> {
  const info = await stat(path).catch(() => null);
  if (info === null) throw new EngineError('media/not-found', `${path} is not there`);
  return info.isDirectory() ? picturesIn(path) : [path];
}

/** Those whose vectors are kept. */
const networksOf = ({ embedder, identity }: Pick<FaceTools, 'embedder' | 'identity'>): string[] => [
  embedder.sha256,
  identity.sha256,
];

/** @param face that was not refused */
function asSeen(
  { box, landmarks, quality, embedding, identity }: Omit<DescribedFace, 'picture'>,
  rest: Pick<SeenFace, 'frameIndex' | 'ptsMs' | 'crop'>,
  tools: FaceTools,
): SeenFace {
  const [a, b, c, d, e] = landmarks.map((point) => intoFaceImage(point, box, CROP_PX));
  return {
    ...{ ...rest, landmarks: [a!, b!, c!, d!, e!], sizePx: quality.sizePx, sharpness: quality.sharpness },
    vectors: new Map([
      [tools.embedder.sha256, embedding!],
      [tools.identity.sha256, identity!],
    ]),
  };
}
