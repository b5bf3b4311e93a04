import { expect, it } from 'vitest';
import { comparedCurves, comparedEpochs, compareRuns } from '../../../../src-renderer/lib/compare-runs.ts';
import { epoch, judgedRow, parametersOf, resultOf, runDetail, runSummary } from '../support/lab-rows.ts';

const honest = judgedRow({ classifier: 'sgd', split: 'by-identity', level: 'video' }, 0.54);
const leaky = judgedRow({ classifier: 'sgd', split: 'by-frame', level: 'video' }, 0.99);
const finished = runDetail(1, {
  parameters: parametersOf('softmax'),
  epochs: [epoch('trial 1', 1, 0.9), epoch('trial 2', 1, 0.8)],
  result: resultOf([leaky, honest]),
});

it('sets the figure by identity beside the one that the leaky split would have claimed', () => {
  const [row] = compareRuns([finished]);
  expect([row?.quoted?.auc.value, row?.leaky?.auc.value]).toEqual([0.54, 0.99]);
  expect(row?.epochs).toBe('10');
});

it('draws the curves of the chosen split alone, each under its run’s name', () => {
  const { curves, rows } = comparedCurves(compareRuns([finished, runDetail(2)]));
  expect(curves.map(({ classifier, split }) => [classifier, split])).toEqual([['run 1: SGD', 'by-identity']]);
  expect(rows.map(({ classifier }) => classifier)).toEqual(['run 1: SGD']);
});

it('tells runs of one name apart by their numbers', () => {
  const twins = [1, 2].map((id) => runDetail(id, { run: runSummary(id, { name: 'Harbour' }) }));
  expect(compareRuns(twins).map(({ name }) => name)).toEqual(['Harbour (1)', 'Harbour (2)']);
});

it('draws the first training of each run', () => {
  expect(comparedEpochs(compareRuns([finished])).map(({ stage }) => stage)).toEqual(['run 1: trial 1']);
});
