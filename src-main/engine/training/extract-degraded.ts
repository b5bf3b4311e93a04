/**
 * The faces of clips that were made worse, at the frames that were looked at in the clips themselves. A copy that
 * can't be made or read leaves its clip out of that condition; the others go on.
 */
import type { AnalysisParameters, Progress } from '../../shared/domain.ts';
import { reportOf, type ErrorReport } from '../../shared/errors.ts';
import type { FaceTools } from '../pipeline/analysis-tools.ts';
import { degraded } from '../media/degraded.ts';
import type { DegradationName } from '../../shared/degradation-names.ts';
import { clipKind } from '../media/clip-kind.ts';
import type { ManifestClip } from './clip-table.ts';
import { facesOf } from './extract-samples.ts';
import type { DegradedSample } from './training-sample.ts';

export interface DegradedClips {
  conditions: readonly DegradationName[];
  /** Paths of the clips that were made worse. */
  clips: ReadonlySet<string>;
  /** Clips left alone because they are pictures: no messenger takes a bit rate from these. */
  pictures: number;
  samples: DegradedSample[];
  failed: { clip: ManifestClip; condition: DegradationName; error: ErrorReport }[];
}

/** @param clips that give enough faces as they are */
export async function extractDegraded(
  clips: readonly ManifestClip[],
  conditions: readonly DegradationName[],
  parameters: AnalysisParameters,
  tools: FaceTools,
  { signal, onProgress }: { signal: AbortSignal; onProgress: (progress: Progress) => void },
): Promise<DegradedClips> {
  const kinds = await Promise.all(clips.map(({ path }) => clipKind(path)));
  const videos = clips.filter((_, index) => kinds[index] === 'video');
  const result: DegradedClips = {
    ...{ conditions, clips: new Set(videos.map(({ path }) => path)) },
    pictures: kinds.filter((kind) => kind === 'pictures').length,
    ...{ samples: [], failed: [] },
  };
  const total = conditions.length * videos.length;
  let done = 0;
  for (const condition of conditions) {
    for (const clip of videos) {
      signal.throwIfAborted();
      onProgress({ stage: 'degrade', done: done++, total });
      try {
        const faces = await degraded(clip.path, condition, tools.ffmpeg, signal, (copy) =>
          facesOf(copy, parameters, tools, signal),
        );
        result.samples.push(...faces.map((face) => degradedSample(clip, condition, face)));
      } catch (error) {
        signal.throwIfAborted();
        result.failed.push({ clip, condition, error: reportOf(error) });
      }
    }
  }
  return result;
}

function degradedSample(
  { path: video, label, identity, donors, source, method }: ManifestClip,
  condition: DegradationName,
  { embedding, quality }: Required<Pick<DegradedSample, 'embedding' | 'quality'>>,
): DegradedSample {
  return { embedding, quality, label, video, identity, donors, source, method, condition };
}
