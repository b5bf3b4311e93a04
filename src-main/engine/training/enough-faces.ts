/** Which clips casework would judge. */
import { groupedBy } from '../support/grouped.ts';
import { MIN_USABLE_FACES } from '../verdict/confidence.ts';
import type { TrainingSample } from './training-sample.ts';

/** The others are trained on, but no figure by video rests on them. */
export function videosWithEnoughFaces(samples: readonly Pick<TrainingSample, 'video'>[]): Set<string> {
  const clips = [...groupedBy(samples, ({ video }) => video)];
  return new Set(clips.filter(([, faces]) => faces.length >= MIN_USABLE_FACES).map(([video]) => video));
}
