import { expect, it } from 'vitest';
import { refusalLimits } from '../../../src-main/shared/face-limits.ts';
import {
  addedText,
  correctionText,
  correctionsChange,
  originText,
  refusalsText,
} from '../../../src-main/shared/people-wording.ts';
import { sampleFace, sampleFinding } from '../engine/cases/sample-finding.ts';
import { addition, faceAnchorOf, correction, faceAt, facesAt, stored } from '../../support/corrected.ts';

it('says of refused faces what was measured, and the limit', () => {
  const small = sampleFace(0, null, 'too-small');
  const faces = [18, 24].map((sizePx) => ({ ...small, quality: { ...small.quality, sizePx } }));
  const blurred = {
    ...small,
    refused: 'too-blurred' as const,
    quality: { ...small.quality, sharpness: 3.2 },
  };
  expect(refusalsText([...faces, blurred, sampleFace(1, 0.5)], refusalLimits)).toEqual([
    '2 too small (18–24 px; at least 28 px)',
    '1 too blurred (sharpness 3.2; at least 5)',
  ]);
});

it('says the range of as many refused faces as one finding may have', () => {
  const small = sampleFace(0, null, 'too-small');
  const faces = Array.from({ length: 300_000 }, (_, at) => ({
    ...{ ...small, quality: { ...small.quality, sizePx: 10 + (at % 15) } },
  }));
  expect(refusalsText(faces, refusalLimits)).toEqual(['300000 too small (10–24 px; at least 28 px)']);
});

it('says in the log what was corrected and what was taken back, not the whole list', () => {
  const face = faceAnchorOf(faceAt(30, 100, 0.5));
  const first = correction({ kind: 'no-face', face });
  const second = correction({ kind: 'name', face, name: 'Anna' });
  expect(correctionsChange([first], [first, second])).toBe(
    'Named “Anna”: the person of the face at 0:01.001, frame 30 (x 100, y 80 px)',
  );
  expect(correctionText(first.act, true)).toBe('No face: the track of the box at x 100, y 80 px');
  expect(correctionsChange([first, second], [second])).toBe(
    'Taken back: No face: the track of the box at 0:01.001, frame 30 (x 100, y 80 px)',
  );
});

it('says of an added face where it was drawn, and that one alone gives no verdict', () => {
  const add = addition(facesAt([30, 40], 100, 0.5));
  expect(correctionText(add)).toBe(
    'Added: a face that the machine left out, at 0:01.001, frame 30 (x 100, y 80 px), followed over 2 frames',
  );
  expect(addedText({ person: 3, faces: 1, usable: 1, needed: 3 })).toBe(
    'One face of one frame, 1 usable. It gives no verdict of its own: a verdict needs at least 3 usable faces.',
  );
  expect(addedText({ person: 3, faces: 5, usable: 4, needed: 3 })).toBe('Found in 5 frames, 4 usable.');
});

it('says what a corrected person is made of', () => {
  const [found] = stored(sampleFinding()).tracks[0]!.faces;
  const added = { ...found!, faceId: -1 };
  expect(originText({ tracks: [], faces: [added] })).toBe(
    'added by hand: one face of one frame gives no verdict of its own',
  );
  expect(originText({ tracks: [2], faces: [found!, added] })).toBe(
    'corrected: faces of track 2 and 1 face added by hand',
  );
  expect(originText({ tracks: [1, 4], faces: [found!] })).toBe('corrected: faces of tracks 1 and 4');
});
