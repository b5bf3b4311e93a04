/**
 * How the figures hold when held-out videos are made worse. All rows rest on the same videos, those that can be scored
 * under every condition, and on the same draws, so that a difference between rows is the condition's.
 */
import type { ConditionRow } from '../../shared/model-card.ts';
import { pairedAccuracy } from '../evaluation/paired-accuracy.ts';
import type { DegradedClips } from './assemble-model.ts';
import { videosWithEnoughFaces } from './held-out-clips.ts';
import {
  cardRow,
  judgedVideos,
  type JudgedVideo,
  type JudgeSettings,
  type Judgement,
} from './judge-held-out.ts';

/** @param honest of the clips as they are */
export function judgeConditions(
  { conditions, clips, held }: Omit<DegradedClips, 'pictures'>,
  honest: Pick<Judgement, 'videos' | 'calibrations'>,
  settings: Pick<JudgeSettings, 'margin' | 'groupOf' | 'seed'>,
): ConditionRow[] {
  const asTheyAre = honest.videos.filter(({ video }) => clips.has(video));
  const seen = [
    { condition: null, videos: byName(asTheyAre) },
    ...conditions.map((condition) => {
      const faces = held.filter(({ sample }) => sample.condition === condition);
      const enough = videosWithEnoughFaces(faces.map(({ sample }) => sample));
      const judged = faces.filter(({ sample }) => enough.has(sample.video));
      return { condition, videos: byName(judgedVideos(judged, honest.calibrations, settings)) };
    }),
  ];
  const shared = asTheyAre.filter(({ video }) => seen.every(({ videos }) => videos.has(video)));
  return seen.map(({ condition, videos }) => ({
    ...{ condition, scored: videos.size, unscored: asTheyAre.length - videos.size },
    ...figuresOf(
      shared.map(({ video }) => videos.get(video)!),
      settings.seed,
    ),
  }));
}

const byName = (videos: readonly JudgedVideo[]) => new Map(videos.map((each) => [each.video, each]));

function figuresOf(
  videos: readonly JudgedVideo[],
  seed: number,
): Omit<ConditionRow, 'condition' | 'scored' | 'unscored'> {
  const fakes = videos.filter(({ label }) => label === 'fake').length;
  const counts = { real: videos.length - fakes, fake: fakes };
  if (Math.min(counts.real, counts.fake) === 0) return { ...counts, auc: null, accuracy: null, paired: null };
  const { auc, accuracy } = cardRow(videos, {
    ...{ classifier: 'combined', level: 'video', split: 'by-identity', seed },
  });
  return { ...counts, auc, accuracy, paired: pairedAccuracy(videos, { seed }) };
}
