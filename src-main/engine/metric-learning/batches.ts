/**
 * Batches for metric learning: half real, half fake, each half from several videos, so that every anchor has
 * a positive from another video. Faces of one video are nearly copies; as the only positives they would teach
 * nothing but the video. Videos are visited equally often however many faces they have.
 */
import type { Label } from '../../shared/domain.ts';
import { EngineError } from '../../shared/errors.ts';
import { groupedBy } from '../support/grouped.ts';
import type { Random } from '../support/random.ts';

/** Two faces of each video keep an easy positive beside the hard ones from other videos. */
const FACES_PER_VIDEO = 2;

export interface LabelledFace {
  label: Label;
  video: string;
}

/**
 * One epoch: as many batches as it takes to draw once as many faces as there are. Endless decks make the
 * smaller class come round more often.
 * @returns a function that gives the next epoch's batches, each a list of indices into `faces`
 * @throws EngineError train/too-little-data when a class has fewer than two videos
 * @throws RangeError when a batch cannot hold two faces of each class
 */
export function createBatches(
  faces: readonly LabelledFace[],
  batchSize: number,
  random: Random,
): () => number[][] {
  const half = batchSize / 2;
  if (!Number.isInteger(half) || half < 2) {
    throw new RangeError(`a batch of ${batchSize} is not two equal halves of at least two faces`);
  }
  const decks = (['real', 'fake'] as const).map((label) => classDeck(faces, label, random));
  return () =>
    Array.from({ length: Math.ceil(faces.length / batchSize) }, () => decks.flatMap((deck) => deck(half)));
}

function classDeck(faces: readonly LabelledFace[], label: Label, random: Random) {
  const indices = [...faces.keys()].filter((index) => faces[index]!.label === label);
  const videos = [...groupedBy(indices, (index) => faces[index]!.video).values()];
  if (videos.length < 2) {
    throw new EngineError(
      'train/too-little-data',
      `training needs faces from at least two ${label} videos besides those that are held out; there are ${videos.length}: add labelled clips of other people`,
    );
  }
  const nextVideo = endlessDeck(
    videos.map((own) => endlessDeck(own, random)),
    random,
  );
  return (count: number): number[] => {
    const faceCount = Math.min(FACES_PER_VIDEO, Math.floor(count / 2));
    const drawn: number[] = [];
    while (drawn.length < count) {
      const nextFace = nextVideo();
      for (let i = 0; i < faceCount && drawn.length < count; i++) drawn.push(nextFace());
    }
    return drawn;
  };
}

/** Deals every item once before any comes again, then shuffles anew; no item comes twice running. */
function endlessDeck<T>(items: readonly T[], random: Random): () => T {
  let pile: T[] = [];
  let last: T | undefined;
  return () => {
    if (pile.length === 0) {
      pile = random.shuffled(items);
      if (pile.length > 1 && pile.at(-1) === last) pile.unshift(pile.pop()!);
    }
    last = pile.pop()!;
    return last;
  };
}
