/** How the clips of a set are looked at: which frames, and after which degradation. */
import type { DegradationName } from '../../shared/degradation-names.ts';
import { sampleFrames } from '../media/sampling.ts';
import type { ExperimentParameters } from '../../shared/lab.ts';

export interface FaceView {
  sampling: ExperimentParameters['sampling'];
  /** null for the clip as it is. */
  degradation: DegradationName | null;
}

/** One text for it: faces are stored under it. */
export function viewName({ sampling, degradation }: FaceView): string {
  const frames = `${sampling.kind} ${sampling.count}`;
  return degradation === null ? frames : `${frames}, ${degradation}`;
}

/** The pictures that are looked at of a folder's, as if they were frames at equal distances. */
export function samplePictures<T>(pictures: readonly T[], sampling: FaceView['sampling']): T[] {
  return sampleFrames(sampling, Float64Array.from(pictures.keys())).map((index) => pictures[index]!);
}
