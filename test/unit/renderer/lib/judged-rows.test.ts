import { expect, it } from 'vitest';
import { pairedRows, quotedRow } from '../../../../src-renderer/lib/judged-rows.ts';
import { judgedRow } from '../support/lab-rows.ts';

const rows = [
  judgedRow({ classifier: 'sgd', split: 'by-frame', level: 'video' }),
  judgedRow({ classifier: 'sgd', split: 'by-identity', level: 'face' }),
  judgedRow({ classifier: 'forest', split: 'by-frame', level: 'video' }),
  judgedRow({ classifier: 'forest', split: 'by-identity', level: 'video' }),
  judgedRow({ classifier: 'sgd', split: 'by-identity', level: 'video' }),
];

it('puts whole videos first, and each leaky row under the honest one that it answers', () => {
  expect(pairedRows(rows).map(({ level, classifier, split }) => `${level} ${classifier} ${split}`)).toEqual([
    'video sgd by-identity',
    'video sgd by-frame',
    'video forest by-identity',
    'video forest by-frame',
    'face sgd by-identity',
  ]);
});

it('never quotes a run by faces, nor an honest figure by a leaky one', () => {
  expect(quotedRow(rows, false)).toMatchObject({ level: 'video', split: 'by-identity' });
  expect(quotedRow(rows, true)).toMatchObject({ level: 'video', split: 'by-frame' });
  expect(quotedRow(rows.slice(0, 2), false)).toBeNull();
});
