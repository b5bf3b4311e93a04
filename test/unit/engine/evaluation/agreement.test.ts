import { expect, it } from 'vitest';
import { agreementOf } from '../../../../src-main/engine/evaluation/agreement.ts';
import type { AnyRecord, Opinion } from '../../../../src-main/shared/notebook.ts';

let id = 0;
const basis = { sha256: null, findingId: null };

function impression(author: string, evidenceId: number, opinion: Opinion): AnyRecord {
  id += 1;
  const content = { opinion, confidence: 'low' as const, reasons: '', basis };
  const subject = `impression/${evidenceId}/${author}`;
  return {
    id,
    kind: 'impression',
    subject,
    evidenceId,
    content,
    author,
    at: 't',
    cause: 'change',
    target: null,
  };
}

function conclusion(
  author: string,
  evidenceId: number,
  change: { reviewed?: boolean; person?: number },
): AnyRecord {
  const { content, ...record } = impression(author, evidenceId, 'neither') as AnyRecord & {
    kind: 'impression';
  };
  const made = { ...content!, reviewed: true, person: null, ...change };
  return { ...record, kind: 'conclusion', content: made };
}

it('is over the videos that both have answered, without those where one cannot say', () => {
  const records = [
    impression('A', 1, 'fake-strongly'),
    impression('A', 2, 'real-weakly'),
    impression('A', 3, 'cannot-say'),
    impression('A', 4, 'neither'),
    impression('B', 1, 'fake-strongly'),
    impression('B', 2, 'real-moderately'),
    impression('B', 3, 'neither'),
  ];
  const [agreement, ...more] = agreementOf(records);
  expect(more).toEqual([]);
  expect(agreement).toMatchObject({
    of: 'impression',
    authors: ['A', 'B'],
    videos: 2,
    leftOut: 1,
    observed: 0.5,
  });
  expect(agreement!.weighted!.value).toBeGreaterThan(agreement!.kappa!.value);
});

it('has a figure for each two of several examiners', () => {
  const records = ['A', 'B', 'C'].flatMap((author) => [
    impression(author, 1, 'neither'),
    impression(author, 2, 'real-weakly'),
  ]);
  expect(agreementOf(records).map(({ authors }) => authors)).toEqual([
    ['A', 'B'],
    ['A', 'C'],
    ['B', 'C'],
  ]);
});

it('leaves out drafts and conclusions on one person', () => {
  const records = [
    conclusion('A', 1, {}),
    conclusion('A', 2, {}),
    conclusion('B', 1, { reviewed: false }),
    conclusion('B', 2, { person: 1 }),
  ];
  expect(agreementOf(records)).toEqual([]);
});

it('is told of the first 50 examiners: of a stranger’s case with more, the pairs would have no end', () => {
  const records = Array.from({ length: 60 }, (_, number) => impression(`Examiner ${number}`, 1, 'neither'));
  expect(agreementOf(records)).toHaveLength((50 * 49) / 2);
});
