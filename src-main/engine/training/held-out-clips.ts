/** Held-out clips as a verdict would see them: every face with its calibrated scores and distances. */
import type { Label } from '../../shared/domain.ts';
import { groupedBy } from '../support/grouped.ts';
import { noveltyOf, type NoveltyScale, type TrainingDistances } from '../novelty/novelty.ts';
import {
  MIN_USABLE_FACES,
  observe,
  THRESHOLD,
  type JudgedFace,
  type Observation,
} from '../verdict/confidence.ts';
import type { CalibratedFace } from './calibrated-faces.ts';
import type { TrainingSample } from './training-sample.ts';

/** Clips that casework would judge. The others are trained on, but no figure by video rests on them. */
export function videosWithEnoughFaces(samples: readonly Pick<TrainingSample, 'video'>[]): Set<string> {
  const clips = [...groupedBy(samples, ({ video }) => video)];
  return new Set(clips.filter(([, faces]) => faces.length >= MIN_USABLE_FACES).map(([video]) => video));
}

export interface HeldOutClip {
  video: string;
  label: Label;
  /** Clips tied by a person or a recording share it, and are all in one fold. */
  group: number;
  fold: number;
  faces: (Omit<JudgedFace, 'novelty'> & { distances: TrainingDistances | null })[];
}

export interface ObservedClip extends Omit<HeldOutClip, 'faces'> {
  observation: Observation;
  /** Whether the score lies on the other class's side of the threshold. */
  isWrong: boolean;
}

export function heldOutClips(faces: readonly CalibratedFace[]): HeldOutClip[] {
  return [...groupedBy(faces, ({ video }) => video).values()].map((own) => ({
    ...{ video: own[0]!.video, label: own[0]!.label, group: own[0]!.group, fold: own[0]!.fold },
    faces: own.map(({ distances, quality, scores: { combined, ...classifiers } }) => ({
      ...{ score: combined, classifiers, distances, quality },
    })),
  }));
}

/** @param scale from held-out faces, which may be these or others; null where no distance was measured */
export function observeClip({ faces, ...clip }: HeldOutClip, scale: NoveltyScale | null): ObservedClip {
  const observation = observe(
    faces.map(({ distances, ...face }) => ({
      ...face,
      novelty: distances && scale && noveltyOf(distances, scale),
    })),
  );
  return { ...clip, observation, isWrong: observation.score >= THRESHOLD !== (clip.label === 'fake') };
}
