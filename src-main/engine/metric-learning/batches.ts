/**
 * Batches for metric learning: half real, half fake, each half from several videos, so every anchor has a positive from
 * another video. Faces of one video are nearly copies; positives only from the same video would teach only that video.
 * All videos are used equally often, whatever their number of faces.
 */
import type { Label } from '../../shared/domain.ts';
import { EngineError } from '../../shared/errors.ts';
import { groupedBy } from '../support/grouped.ts';
import type { Random } from '../support/random.ts';

/** With two faces per video there is an easy positive beside the hard ones from other videos. */
const FACES_PER_VIDEO = 2;

interface LabelledFace {
  label: Label;
  video: string;
}

/**
 * One epoch has as many batches as are needed to draw as many faces as there are. Decks are endless, so faces of the
 * smaller class come more often.
 * @returns a function that gives the next epoch's batches, each a list of indices into `faces`
 * @throws EngineError train/too-little-data if a class has fewer than two videos
 * @throws RangeError if a batch cannot have two faces of each class
 */
export function createBatches(
  faces: readonly LabelledFace[],
  batchSize: number,
  random: Random,
): () => number[][] {
  const half = batchSize / 2;
  if (!Number.isInteger(half) || half < 2) {
    throw new RangeError(`a batch of ${batchSize} cannot have two equal halves of at least two faces`);
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
      `Training needs faces from at least two ${label} videos that are not held out, but there ${videos.length === 1 ? 'is' : 'are'} only ${videos.length}. Add labelled clips of other people.`,
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

/** Gives every item once, then shuffles again. No item comes twice in a row. */
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
