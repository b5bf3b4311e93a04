import { expect, it } from 'vitest';
import { refusalLimits } from '../../../src-main/shared/face-limits.ts';
import { correctionText, correctionsChange, refusalsText } from '../../../src-main/shared/people-wording.ts';
import { sampleFace } from '../engine/cases/sample-finding.ts';
import { anchorOf, correction, faceAt } from '../../support/corrected.ts';

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

it('says in the log what was corrected and what was taken back, not the whole list', () => {
  const face = anchorOf(faceAt(30, 100, 0.5));
  const first = correction({ kind: 'no-face', face });
  const second = correction({ kind: 'name', face, name: 'Anna' });
  expect(correctionsChange([first], [first, second])).toBe(
    'Named “Anna”: the person of the face at 0:01.001, frame 30 (100, 80 px)',
  );
  expect(correctionText(first.act, true)).toBe('No face: the track of the box at 100, 80 px');
  expect(correctionsChange([first, second], [second])).toBe(
    'Taken back: No face: the track of the box at 0:01.001, frame 30 (100, 80 px)',
  );
});
