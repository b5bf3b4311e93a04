/**
 * How the figures hold when held-out videos are made worse. All rows rest on the same videos, those that can be scored
 * under every condition, and on the same draws, so that a difference between rows is the condition's.
 */
import type { Answer } from '../../shared/domain.ts';
import type { ConditionRow } from '../../shared/model-card.ts';
import { pairedAccuracy } from '../evaluation/paired-accuracy.ts';
import { middle } from '../evaluation/bootstrap.ts';
import { groupedBy } from '../support/grouped.ts';
import type { DegradedClips } from './assemble-model.ts';
import type { HeldOutFace } from './calibrated-faces.ts';
import { trimmedMean } from '../verdict/aggregate.ts';
import { videosWithEnoughFaces } from './held-out-clips.ts';
import { giving, nestedCalls, nestedRules } from './judge-abstention.ts';
import { answerRates, type DecidedCall } from './judge-answers.ts';
import {
  cardRow,
  judgedVideos,
  type JudgedVideo,
  type JudgeSettings,
  type Judgement,
} from './judge-held-out.ts';

interface ConditionSettings extends Pick<JudgeSettings, 'margin' | 'groupOf' | 'seed'> {
  /** The answers that the model gives. */
  given: readonly Answer[];
}

/**
 * @param honest of the clips as they are
 * @param held the faces of the clips as they are, which the limits of each fold come from
 */
export function judgeConditions(
  { conditions, clips, held: copies }: Omit<DegradedClips, 'pictures'>,
  held: readonly HeldOutFace[],
  honest: Pick<Judgement, 'videos' | 'calibrations'>,
  { given, seed, ...settings }: ConditionSettings,
): ConditionRow[] {
  const asTheyAre = honest.videos.filter(({ video }) => clips.has(video));
  const judged = new Set(honest.videos.map(({ video }) => video));
  const rules = nestedRules(held, { ...settings, isJudged: (video) => judged.has(video) });
  const seenAs = (
    condition: ConditionRow['condition'],
    faces: readonly HeldOutFace[],
    videos: readonly JudgedVideo[],
  ) => ({
    ...{ condition, faces, videos: new Map(videos.map((each) => [each.video, each])) },
    calls: giving(
      given,
      given.length === 0 ? [] : nestedCalls(faces, rules, { ...settings, isJudged: () => true }),
    ),
  });
  const seen = [
    seenAs(null, held, asTheyAre),
    ...conditions.map((condition) => {
      const own = copies.filter(({ sample }) => sample.condition === condition);
      const enough = videosWithEnoughFaces(own.map(({ sample }) => sample));
      const faces = own.filter(({ sample }) => enough.has(sample.video));
      return seenAs(condition, faces, judgedVideos(faces, honest.calibrations, settings));
    }),
  ];
  const shared = new Set(
    asTheyAre.map(({ video }) => video).filter((video) => seen.every(({ videos }) => videos.has(video))),
  );
  return seen.map(({ condition, faces, videos, calls }) => ({
    ...{ condition, scored: videos.size, unscored: asTheyAre.length - videos.size },
    ...figuresOf(
      [...shared].map((video) => videos.get(video)!),
      calls.filter(({ video }) => shared.has(video)),
      seed,
    ),
    ...faceSizes(faces.filter(({ sample }) => shared.has(sample.video))),
  }));
}

type Figures = Omit<ConditionRow, 'condition' | 'scored' | 'unscored' | 'facePx'>;

function figuresOf(videos: readonly JudgedVideo[], calls: readonly DecidedCall[], seed: number): Figures {
  const fakes = videos.filter(({ label }) => label === 'fake').length;
  const counts = { real: videos.length - fakes, fake: fakes };
  if (Math.min(counts.real, counts.fake) === 0) {
    return { ...counts, auc: null, accuracy: null, paired: null, answers: null };
  }
  const { auc, accuracy } = cardRow(videos, {
    ...{ classifier: 'combined', level: 'video', split: 'by-identity', seed },
  });
  const answers = calls.length === 0 ? null : answerRates(calls, seed);
  return { ...counts, auc, accuracy, paired: pairedAccuracy(videos, { seed }), answers };
}

/** Of the means over each video's faces, as the limit of a model on their size is. */
function faceSizes(faces: readonly HeldOutFace[]): Pick<ConditionRow, 'facePx'> {
  const sizes = [...groupedBy(faces, ({ sample }) => sample.video).values()].flatMap((own) => {
    const px = own.flatMap(({ sample }) => sample.quality?.sizePx ?? []);
    return px.length === 0 ? [] : trimmedMean(px);
  });
  return sizes.length === 0 ? {} : { facePx: middle(sizes) };
}
