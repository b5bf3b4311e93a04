/**
 * Labelled clips to training samples. Only the longest track of a clip is taken: the label is about the
 * person that the clip is about, not about those who walk by.
 */
import { stat } from 'node:fs/promises';
import type { AnalysisParameters, Progress } from '../../shared/domain.ts';
import { reportOf, type ErrorReport } from '../../shared/errors.ts';
import type { FaceTools } from '../pipeline/analysis-tools.ts';
import { dominantTrack } from '../faces/dominant-track.ts';
import { picturesIn } from '../media/pictures-in.ts';
import { observeVideo, type TrackedFace } from '../pipeline/observe-video.ts';
import type { ManifestClip } from './clip-table.ts';
import type { ExtractedSample } from './training-sample.ts';

export interface Extraction {
  samples: ExtractedSample[];
  /** Clips that gave nothing, with the reason; the others still count. */
  failed: { clip: ManifestClip; error: ErrorReport }[];
}

export async function extractSamples(
  clips: readonly ManifestClip[],
  parameters: AnalysisParameters,
  tools: FaceTools,
  { signal, onProgress }: { signal: AbortSignal; onProgress: (progress: Progress) => void },
): Promise<Extraction> {
  const samples: ExtractedSample[] = [];
  const failed: Extraction['failed'] = [];
  for (const [done, clip] of clips.entries()) {
    signal.throwIfAborted();
    onProgress({ stage: 'embed', done, total: clips.length });
    try {
      const faces = await facesOf(clip.path, parameters, tools, signal);
      if (faces.length === 0) {
        failed.push({ clip, error: { code: 'media/no-frames', message: 'it shows no usable face' } });
      }
      const { label, identity, donors, source, method, path: video } = clip;
      samples.push(...faces.map((face) => ({ ...face, label, identity, donors, source, method, video })));
    } catch (error) {
      signal.throwIfAborted();
      failed.push({ clip, error: reportOf(error) });
    }
  }
  return { samples, failed };
}

/** Of the person that the clip is about; refused ones left out. */
export async function facesOf(
  path: string,
  parameters: AnalysisParameters,
  tools: FaceTools,
  signal: AbortSignal,
) {
  const run = { signal, onProgress: () => undefined };
  const isFolder = (await stat(path).catch(() => null))?.isDirectory() ?? false;
  const tracks: TrackedFace[][] = [];
  if (isFolder) {
    // A folder of frames is one clip whose pictures show one person each.
    const faces: TrackedFace[] = [];
    for (const picture of await picturesIn(path)) {
      const seen = await observeVideo(picture, parameters, tools, run);
      faces.push(...dominantTrack(seen.tracks));
    }
    tracks.push(faces);
  } else {
    tracks.push(...(await observeVideo(path, parameters, tools, run)).tracks);
  }
  return dominantTrack(tracks).flatMap(({ embedding, identity, quality }) =>
    embedding === null || identity === null ? [] : [{ embedding, likeness: identity, quality }],
  );
}
