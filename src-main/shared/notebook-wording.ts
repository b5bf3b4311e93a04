/** How records of the notebook read, in window, command line and reports. */
import type {
  Agreement,
  CaseDetails,
  Confidence,
  FramePlace,
  NotePlace,
  Opinion,
  RecordKind,
} from './notebook.ts';
import type { Box } from './domain.ts';
import { estimateText, timeText } from './wording.ts';

/** For a list. */
export const opinionWords: Record<Opinion, string> = {
  'fake-strongly': 'Fake, strongly',
  'fake-moderately': 'Fake, moderately',
  'fake-weakly': 'Fake, weakly',
  neither: 'No support either way',
  'real-weakly': 'Real, weakly',
  'real-moderately': 'Real, moderately',
  'real-strongly': 'Real, strongly',
  'cannot-say': 'Cannot say',
};

/** As an expert states it: what the observations support, of two propositions (ENFSI guideline 2015). */
export const opinionSentences: Record<Opinion, string> = {
  'fake-strongly': 'The observations strongly support that the face is fake rather than real.',
  'fake-moderately': 'The observations moderately support that the face is fake rather than real.',
  'fake-weakly': 'The observations weakly support that the face is fake rather than real.',
  neither: 'The observations support neither that the face is fake nor that it is real.',
  'real-weakly': 'The observations weakly support that the face is real rather than fake.',
  'real-moderately': 'The observations moderately support that the face is real rather than fake.',
  'real-strongly': 'The observations strongly support that the face is real rather than fake.',
  'cannot-say': 'The examiner cannot say.',
};

export const confidenceWords: Record<Confidence, string> = {
  low: 'Low confidence',
  moderate: 'Moderate confidence',
  high: 'High confidence',
};

export const detailWords: Record<keyof CaseDetails, string> = {
  number: 'Case number',
  agency: 'Agency',
  request: 'Request',
  propositionReal: 'Proposition 1 (real)',
  propositionFake: 'Proposition 2 (fake)',
  notes: 'Notes on the case',
};

/** Whose or which thing a record is about, for sentences such as "Note 3 was changed". */
export function subjectText(kind: RecordKind, subject: string): string {
  const [, second, third, ...rest] = subject.split('/');
  switch (kind) {
    case 'examiner':
      return 'The name of the examiner';
    case 'details':
      return 'What is said of the case';
    case 'blind':
      return 'The setting "blind first"';
    case 'exhibit':
      return `What is said of evidence ${second}`;
    case 'note':
      return `Note ${second}`;
    case 'impression':
      return `The first impression of evidence ${second} by ${[third, ...rest].join('/')}`;
    case 'people':
      return `The list of corrected tracks of evidence ${second}`;
    case 'occlusion':
      return `The occlusion map of face ${third} of evidence ${second}`;
    case 'reference':
      return `Reference ${second}`;
    case 'likeness':
      return `The likeness of track ${third} of evidence ${second} to ${rest.join('/')}`;
    case 'conclusion':
      return `The conclusion on evidence ${second}${third === 'video' ? '' : `, person ${third}`} by ${rest.join('/')}`;
  }
}

export const personText = (person: number | null): string =>
  person === null ? 'Whole video' : `Person of track ${person}`;

export const frameText = ({ frameIndex, ptsMs }: FramePlace): string =>
  `${ptsMs === null ? '' : `${timeText(ptsMs)}, `}frame ${frameIndex}`;

export function placeText(place: NotePlace): string {
  switch (place.kind) {
    case 'video':
      return 'Video';
    case 'track':
      return `Track ${place.track}`;
    case 'frame':
      return frameText(place.at);
    case 'segment':
      return `${frameText(place.from)} to ${frameText(place.to)}`;
  }
}

/** In pixels of the frame. */
export const regionText = ({ x, y, width, height }: Box): string =>
  `region ${Math.round(width)} × ${Math.round(height)} px at ${Math.round(x)}, ${Math.round(y)}`;

/** "Kappa 0.62 (0.40–0.84), weighted 0.75 (0.60–0.90)". */
export function agreementText({ kappa, weighted }: Agreement): string {
  if (kappa === null || weighted === null) return 'Kappa is not defined: both gave one and the same answer.';
  return `Kappa ${estimateText(kappa)}, linearly weighted ${estimateText(weighted)}`;
}
