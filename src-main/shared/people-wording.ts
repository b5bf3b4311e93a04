/** How corrected tracks read, in window, command line, audit log and reports. */
import { quoted } from './foreign-text.ts';
import type { Box, Face, Refusal } from './domain.ts';
import { leastAndMost } from './least-and-most.ts';
import { frameText } from './notebook-wording.ts';
import {
  correctionsWithout,
  isAdded,
  type AddedFaces,
  type CorrectedResult,
  type Correction,
  type CorrectionAct,
  type FaceAnchor,
  type Person,
} from './people.ts';
import type { RefusalLimits } from './face-limits.ts';
import { countOf, outcomeWords, refusalWords, scoreText } from './wording.ts';

/** @param still whether the file is a picture, which has no times */
export function correctionText(act: CorrectionAct, still = false): string {
  const placeText = (anchor: FaceAnchor) => anchorText(anchor, still);
  switch (act.kind) {
    case 'merge':
      return `Merged as one person: the faces at ${act.faces.map(placeText).join(' and at ')}`;
    case 'split':
      return `Split from frame ${act.frameIndex} on: the track of the face at ${placeText(act.face)}`;
    case 'no-face':
      return `No face: the track of the box at ${placeText(act.face)}`;
    case 'name':
      return `Named ${quoted(act.name)}: the person of the face at ${placeText(act.face)}`;
    case 'add':
      return (
        `Added: a face that the machine left out, at ${placeText(act.drawn)}` +
        (act.faces.length === 1 ? '' : `, followed over ${countOf(act.faces.length, 'frame')}`)
      );
  }
}

/** "0:01.001, frame 30 (x 100, y 80 px)". */
export const anchorText = ({ box, ...place }: FaceAnchor, still: boolean): string =>
  still ? pixelsText(box) : `${frameText(place)} (${pixelsText(box)})`;

const pixelsText = ({ x, y }: Box): string => `x ${Math.round(x)}, y ${Math.round(y)} px`;

/** What one version of the list has more and less than the one before it. */
export function correctionsChange(before: readonly Correction[], after: readonly Correction[]): string {
  return [
    ...correctionsWithout(after, before).map(({ act }) => correctionText(act)),
    ...correctionsWithout(before, after).map(({ act }) => `Taken back: ${correctionText(act)}`),
  ].join('; ');
}

/** "Track 2", "Track 2, Anna". */
export const personName = ({ id, name }: Pick<Person, 'id' | 'name'>): string =>
  name === null ? `Track ${id}` : `Track ${id}, ${name}`;

/**
 * What a corrected person is made of: "corrected: faces of tracks 1 and 4", "corrected: part of track 2", "added by hand:
 * one face of one frame gives no verdict of its own".
 */
export function originText({ tracks, faces }: Pick<Person, 'tracks' | 'faces'>): string {
  const [first, ...others] = tracks;
  const added = faces.filter(isAdded).length;
  if (first === undefined) {
    return added === 1
      ? 'added by hand: one face of one frame gives no verdict of its own'
      : `added by hand: the machine left out all ${added} faces`;
  }
  const withAdded = added === 0 ? '' : ` and ${countOf(added, 'face')} added by hand`;
  if (others.length > 0) return `corrected: faces of tracks ${first} and ${others.join(' and ')}${withAdded}`;
  return added > 0 ? `corrected: faces of track ${first}${withAdded}` : `corrected: part of track ${first}`;
}

/** What came of a drawn box, for a notice. */
export function addedText({ faces, usable, needed }: AddedFaces): string {
  const where = faces === 1 ? 'One face of one frame' : `Found in ${countOf(faces, 'frame')}`;
  const short = `It gives no verdict of its own: a verdict needs at least ${needed} usable faces.`;
  return `${where}, ${usable} usable.${usable < needed ? ` ${short}` : ''}`;
}

/** "Likely real 0.12". */
export const resultText = ({ outcome, score }: Pick<CorrectedResult, 'outcome' | 'score'>): string =>
  `${outcomeWords[outcome]}${score === null ? '' : ` ${scoreText(score)}`}`;

/** "A. Smith and B. Jones". */
export const authorsText = (authors: readonly string[]): string => [...new Set(authors)].join(' and ');

/** "Corrected by A. Smith: 2 people; the machine said 3 tracks, likely fake 0.91". */
export const correctedText = (
  { authors, people, tracks }: Pick<CorrectedResult, 'authors' | 'people' | 'tracks'>,
  machine: string | null,
): string =>
  `Corrected by ${authorsText(authors)}: ${countOf(people, 'person', 'people')}; ` +
  `the machine said ${countOf(tracks, 'track')}${machine === null ? '' : `, ${machine.toLowerCase()}`}`;

type Measured = Pick<Face, 'quality' | 'detection' | 'refused'>;

/** What was measured on the refused faces of each reason, with the limit: "3 too small (18–24 px; at least 28 px)". */
export function refusalsText(faces: readonly Measured[], limits: RefusalLimits): string[] {
  const byReason = new Map<Refusal, Measured[]>();
  for (const face of faces) {
    if (face.refused === null) continue;
    const those = byReason.get(face.refused);
    if (those) those.push(face);
    else byReason.set(face.refused, [face]);
  }
  return [...byReason]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(
      ([refusal, those]) => `${those.length} ${refusalWords[refusal]}${measuredText(refusal, those, limits)}`,
    );
}

function measuredText(refusal: Refusal, faces: readonly Measured[], limits: RefusalLimits): string {
  const spread = (valueOf: (face: Measured) => number, digits = 0) => {
    const values = faces.map(valueOf);
    const [low, high] = leastAndMost(values).map((value) => value.toFixed(digits));
    return low === high ? low : `${low}–${high}`;
  };
  switch (refusal) {
    case 'too-small':
      return ` (${spread(({ quality }) => quality.sizePx)} px; at least ${limits.minSizePx} px)`;
    case 'too-blurred':
      return ` (sharpness ${spread(({ quality }) => quality.sharpness, 1)}; at least ${limits.minSharpness})`;
    case 'low-detection':
      return ` (detection ${spread(({ detection }) => detection, 2)}; at least ${limits.minDetection})`;
    case 'turned-away':
      return (
        ` (yaw ${spread(({ quality }) => Math.abs(quality.yawDegrees))}°, pitch ` +
        `${spread(({ quality }) => Math.abs(quality.pitchDegrees))}°; at most ${limits.maxYawDegrees}° and ${limits.maxPitchDegrees}°)`
      );
    case 'cut-off':
      return ` (more than ${Math.round(100 * limits.maxOutside)} % outside the frame)`;
  }
}
