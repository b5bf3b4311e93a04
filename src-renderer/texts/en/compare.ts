/** The comparison of two pictures. */
import type { Value } from '../value.ts';

export const compare = {
  pictureLetter: ({ letter }: { letter: Value }) => `Picture ${letter}`,
  theKeysMoveLetterKeys: ({ letter, keys }: { letter: Value; keys: Value }) =>
    `The keys move ${letter}${keys}`,
  letterOneFrameBack: ({ letter }: { letter: Value }) => `${letter}: one frame back`,
  frameOfLetter: ({ letter }: { letter: Value }) => `Frame of ${letter}`,
  letterOneFrameOn: ({ letter }: { letter: Value }) => `${letter}: one frame on`,
  picturesAAndB: 'Pictures A and B',
  dividingLine: 'Dividing line',
  differenceOfFrameIndexAnd: ({ a, b }: { a: Value; b: Value }) => `Difference of frame ${a} and frame ${b}`,
  drawnGainTimesAsStrong: ({ gain }: { gain: Value }) => `Drawn ${gain} times as strong, for viewing only`,
  noFaceOfThisVideo: 'No face of this video is known. Analyse it first.',
  theFileIsBeingChecked: 'The file is being checked: whether it is the one that was analysed.',
  thisPersonHasNoFace: 'This person has no face in this frame.',
  faceLetter: ({ letter }: { letter: Value }) => `Face ${letter}`,
  faceSizePxPxDetectionDrawn: ({
    sizePx,
    detection,
    scale,
  }: {
    sizePx: Value;
    detection: Value;
    scale: Value;
  }) => `Face ${sizePx} px · detection ${detection} · drawn at ${scale} times its size`,
  score: ({ score }: { score: Value }) => `score ${score}`,
  andRefusedRefusal: ({ refusal }: { refusal: Value }) => `· refused: ${refusal}`,
  goToTheNearestFrame: 'Go to the nearest frame with it',
  frameIndex: ({ frameIndex }: { frameIndex: Value }) => `frame ${frameIndex}`,
  still: 'still;',
  frameIndexIsLoading: ({ frameIndex }: { frameIndex: Value }) => `frame ${frameIndex} is loading`,
  aAndBAtThe: 'A and B at the same time',
  bIsLaterThanA: ({ apart }: { apart: Value }) => `B ${apart} later than A`,
  bIsEarlierThanA: ({ apart }: { apart: Value }) => `B ${apart} earlier than A`,
  aHasAPixelsB: ({ a, b, factor }: { a: Value; b: Value; factor: Value }) =>
    `A has ${a} pixels, B ${b}: B is drawn at ${factor} times its size, as wide as A, for viewing only.`,
  thereIsNoDifferenceTo: ({ a, b }: { a: Value; b: Value }) =>
    `There is no difference to show: A has ${a} pixels, B ${b}. Scaled pixels would not be those of the file.`,
  onlyFramesOfOneSize: 'Only frames of one size have a difference.',
  allPixelsAreTheSame: 'All pixels are the same.',
  lessThan01: 'less than 0.1',
  shareOfThePixelsDiffer: ({ share, highest, mean }: { share: Value; highest: Value; mean: Value }) =>
    `${share} % of the pixels differ, by ${highest} of 255 at most, by ${mean} on average.`,
  theVideoCouldNotBe: 'The video could not be shown',
  thePeopleCouldNotBe: 'The people could not be shown',
  sideBySide: 'Side by side',
  blink: 'Blink',
  difference: 'Difference',
  faces: 'Faces',
  copied: 'Copied',
  backToTheReview: 'Back to the review',
  backToTheCase: 'Back to the case',
  compare: 'Compare',
  howToCompare: 'How to compare',
  pause: 'Pause',
  goOn: 'Go on',
  gain: 'Gain',
  smallerGain: 'Smaller gain',
  largerGain: 'Larger gain',
  andLetterHasNoFrame: ({ letter }: { letter: Value }) => `· ${letter} has no frame at the linked time`,
  together: 'Together',
  movesBothAsFarApart: ({ keys }: { keys: Value }) =>
    `Moves both as far apart in time as they are now; once more, each moves alone${keys}`,
  equalTimes: 'Equal times',
};
