import { expect, it } from 'vitest';
import { referenceText } from '../../../src-main/shared/likeness-wording.ts';
import { correctionText } from '../../../src-main/shared/people-wording.ts';
import { signOffTexts } from '../../../src-main/shared/sign-off-wording.ts';
import { timeStampText } from '../../../src-main/shared/time-stamp-wording.ts';

const name = 'Kim”: genuine.\u202e';
const shown = "“Kim': genuine.\\u{202e}”";
const face = { frameIndex: 0, ptsMs: 0, box: { x: 0, y: 0, width: 10, height: 10 } };

it('keeps the names of a time stamp in their quotation', () => {
  const at = '2026-01-02T03:04:05.000Z';
  const text = timeStampText({
    ...{ at, loggedAt: at, entries: 1, head: 'ab', certificateSha256: 'cd', distrust: null },
    ...{ signer: name, authority: name },
  } as Parameters<typeof timeStampText>[0]);
  expect(text.split(shown)).toHaveLength(4);
  expect(text).not.toContain(name);
});

it('keeps the names of sign-offs in their quotation, also that of another with the same key', () => {
  const at = '2026-01-02T03:04:05.000Z';
  const signOff = { role: 'examiner', name, at, entries: 1, document: null, fingerprint: 'ab' };
  const [first, second] = signOffTexts([signOff, { ...signOff, role: 'reviewer' }] as Parameters<
    typeof signOffTexts
  >[0]);
  expect(first).toContain(`examiner ${shown}, `);
  expect(second).toContain(`signed as examiner ${shown} too`);
});

it('keeps the name of a person in its quotation', () => {
  expect(correctionText({ kind: 'name', name, face })).toContain(`Named ${shown}: `);
  expect(
    referenceText({ person: name, face, still: false } as Parameters<typeof referenceText>[0]),
  ).toContain(`Reference of ${shown}: `);
});
