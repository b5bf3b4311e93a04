/**
 * How the answer on a video moves with the sampled frames, with each classifier alone, and with each limit one step
 * lower and higher. It is decided anew by the rule of the finding; no face is looked at again.
 */
import { classifierName } from '../../shared/lab-wording.ts';
import type {
  ClassifierScores,
  DecisionGates,
  DecisionLimits,
  Face,
  Finding,
  Track,
} from '../../shared/domain.ts';
import type { Sensitivity, Variation, VariedThing } from '../../shared/sensitivity.ts';
import { countOf, percentText } from '../../shared/wording.ts';
import { decideTrack, decideVideo, type DecisionRule } from './decide.ts';

type Varied = Pick<Finding, 'tracks' | 'frames' | 'media' | 'verdict'>;

/** Chosen, not measured: a twentieth of the scale, for limits that are shares or scores. */
const STEP = 0.05;
/** Of a limit without a scale: size and sharpness. */
const SHARE = 0.1;
/** Frames are left out in so many parts, one after the other. */
const PARTS = 10;

/** @returns null where no face has a score @param rule that the finding was decided by */
export function sensitivityOf(finding: Varied, rule: DecisionRule): Sensitivity | null {
  const { tracks, frames, media, verdict } = finding;
  if (verdict.score === null) return null;
  const sampled = frames
    .filter(({ skipped }) => skipped === null)
    .map(({ frameIndex }) => frameIndex)
    .sort((a, b) => a - b);
  const decide = (
    changed: readonly Track[],
    framesUsed: number,
    by: DecisionRule,
  ): Omit<Variation, 'of' | 'name'> => {
    const decided = changed
      .filter(({ faces }) => faces.length > 0)
      .map((track) => ({ ...track, verdict: decideTrack(track.faces, by) }));
    const { outcome, score, reasons } = decideVideo(decided, { kind: media.kind, framesUsed }, by);
    return { outcome, score, faces: scoredIn(changed), reason: reasons[0]! };
  };
  const { outcome, score } = decide(tracks, sampled.length, rule);
  const varied = (of: VariedThing, name: string, answer: Omit<Variation, 'of' | 'name'>): Variation => ({
    ...{ of, name },
    ...answer,
  });
  return {
    unvaried: { outcome, score },
    asFound: outcome === verdict.outcome && Math.abs((score ?? NaN) - verdict.score) < 1e-6,
    variations: [
      ...(media.kind === 'still' ? [] : framesChosen(sampled)).map(({ name, kept }) =>
        varied('frames', name, decide(withFrames(tracks, kept), kept.size, rule)),
      ),
      ...classifiersIn(tracks).map((classifier) =>
        varied(
          'classifier',
          `${classifierName(classifier)} alone`,
          decide(byOne(tracks, classifier), sampled.length, rule),
        ),
      ),
      ...limitsMoved(rule.band).map(({ name, band }) =>
        varied('limit', name, decide(tracks, sampled.length, { ...rule, band })),
      ),
    ],
  };
}

const scoredIn = (tracks: readonly Track[]): number =>
  tracks.reduce((count, { faces }) => count + faces.filter(({ score }) => score !== null).length, 0);

interface Chosen {
  name: string;
  kept: ReadonlySet<number>;
}

/** @param sampled numbers of the frames that were looked at, ascending */
function framesChosen(sampled: readonly number[]): Chosen[] {
  const count = sampled.length;
  if (count < 2) return [];
  const kept = (name: string, keep: (place: number) => boolean): Chosen => ({
    name,
    kept: new Set(sampled.filter((_, place) => keep(place))),
  });
  const middle = Math.ceil(count / 2);
  const parts = Math.min(PARTS, count);
  const start = (part: number) => Math.floor((part * count) / parts);
  return distinct([
    kept('every second sampled frame, from the first on', (place) => place % 2 === 0),
    kept('every second sampled frame, from the second on', (place) => place % 2 === 1),
    kept('the first half of the sampled frames', (place) => place < middle),
    kept('the second half of the sampled frames', (place) => place >= middle),
    ...Array.from({ length: parts }, (_, part) => {
      const [from, to] = [start(part), start(part + 1)];
      return kept(withoutText(sampled.slice(from, to)), (place) => place < from || place >= to);
    }),
  ]);
}

/** Of few frames, several choices are the same one; it has the name of the first. */
const distinct = (choices: readonly Chosen[]): Chosen[] => {
  const sets = choices.map(({ kept }) => [...kept].join());
  return choices.filter((_, place) => sets.indexOf(sets[place]!) === place);
};

const withoutText = (left: readonly number[]): string =>
  left.length === 1
    ? `without sampled frame ${left[0]!}`
    : `without the ${countOf(left.length, 'sampled frame')} from ${left[0]!} to ${left.at(-1)!}`;

const withFrames = (tracks: readonly Track[], kept: ReadonlySet<number>): Track[] =>
  tracks.map((track) => ({
    ...track,
    faces: track.faces.filter(({ frameIndex }) => kept.has(frameIndex)),
  }));

type ClassifierKey = keyof ClassifierScores;

/** Those that scored every face which has a score. */
function classifiersIn(tracks: readonly Track[]): ClassifierKey[] {
  const scored = tracks.flatMap(({ faces }) => faces.filter(({ score }) => score !== null));
  return scored.every(({ classifiers }) => classifiers !== null) ? ['sgd', 'forest'] : [];
}

function byOne(tracks: readonly Track[], classifier: ClassifierKey): Track[] {
  const alone = (face: Face): Face =>
    face.classifiers === null
      ? face
      : { ...face, score: face.classifiers[classifier], classifiers: onlyOf(face.classifiers, classifier) };
  return tracks.map((track) => ({ ...track, faces: track.faces.map(alone) }));
}

/** Both are that one, so that they can't disagree. */
const onlyOf = (scores: ClassifierScores, classifier: ClassifierKey): ClassifierScores => ({
  sgd: scores[classifier],
  forest: scores[classifier],
});

interface Moved {
  name: string;
  band: DecisionLimits;
}

/** A limit at the end of its scale is none: it is not moved. */
function limitsMoved(band: DecisionLimits): Moved[] {
  const { threshold, realBelow, fakeAbove, gates } = band;
  const gate = (name: keyof DecisionGates, words: string, text: (value: number) => string, to: number[]) =>
    to.map((value) => ({
      name: `${words} ${text(value)} instead of ${text(gates[name])}`,
      band: { ...band, gates: { ...gates, [name]: value } },
    }));
  const score = (name: 'realBelow' | 'fakeAbove', words: string, to: number[]) =>
    to.map((value) => ({
      name: `limit for ${words} ${value.toFixed(2)} instead of ${band[name].toFixed(2)}`,
      band: { ...band, [name]: value },
    }));
  const shares = (value: number) => [value - STEP, value + STEP].filter((each) => each > 0 && each < 1);
  // Three digits, so that the limit that is named is the one that was used.
  const sizes = (value: number) =>
    [value * (1 - SHARE), value * (1 + SHARE)].map((each) => Number(each.toPrecision(3)));
  const digits = (value: number) => String(Number(value.toPrecision(3)));
  return [
    ...(fakeAbove < 1
      ? score(
          'fakeAbove',
          'likely fake',
          shares(fakeAbove).filter((to) => to >= threshold),
        )
      : []),
    ...(realBelow > 0
      ? score(
          'realBelow',
          'likely real',
          shares(realBelow).filter((to) => to <= threshold),
        )
      : []),
    ...(gates.sizePx > 0
      ? gate('sizePx', 'smallest mean face', (px) => `${digits(px)} px`, sizes(gates.sizePx))
      : []),
    ...(gates.sharpness > 0 ? gate('sharpness', 'least mean sharpness', digits, sizes(gates.sharpness)) : []),
    ...(gates.novelty < 1
      ? gate('novelty', 'largest distance from the training data', percentText, shares(gates.novelty))
      : []),
    ...(gates.disagreement < 1
      ? gate(
          'disagreement',
          'largest difference between the classifiers',
          (value) => value.toFixed(2),
          shares(gates.disagreement),
        )
      : []),
  ];
}
