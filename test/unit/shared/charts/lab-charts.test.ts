import { describe, expect, it } from 'vitest';
import { calibrationChart } from '../../../../src-main/shared/charts/calibration.ts';
import { confusionChart } from '../../../../src-main/shared/charts/confusion.ts';
import { detChart, normalDeviate } from '../../../../src-main/shared/charts/det.ts';
import { epochLines, epochsChart } from '../../../../src-main/shared/charts/epochs.ts';
import { histogramChart } from '../../../../src-main/shared/charts/histogram.ts';
import { precisionRecallChart } from '../../../../src-main/shared/charts/precision-recall.ts';
import { resultCurves } from '../../../../src-main/shared/charts/result-curves.ts';
import { robustnessChart } from '../../../../src-main/shared/charts/robustness.ts';
import { rocChart } from '../../../../src-main/shared/charts/roc.ts';
import { sideBySide, standalone } from '../../../../src-main/shared/charts/standalone.ts';
import type { SvgNode } from '../../../../src-main/shared/charts/svg.ts';
import { trialsChart } from '../../../../src-main/shared/charts/trials.ts';
import { writeSvg } from '../../../../src-main/shared/charts/write-svg.ts';
import { estimate, labResult } from '../../../support/lab-result.ts';
import { svgOf } from '../../../support/svg-of.ts';

const calibrationSvg = svgOf(calibrationChart);
const confusionSvg = svgOf(confusionChart);
const detSvg = svgOf(detChart);
const epochsSvg = svgOf(epochsChart);
const precisionRecallSvg = svgOf(precisionRecallChart);
const robustnessSvg = svgOf(robustnessChart);
const rocSvg = svgOf(rocChart);

const size = { width: 400, height: 300 };
const result = labResult();
const curves = result.curves[0]!;

const charts: [string, (given: typeof size) => SvgNode][] = [
  ['ROC', (given) => rocChart(resultCurves(result), given)],
  ['DET', (given) => detChart(resultCurves(result), given)],
  ['precision and recall', (given) => precisionRecallChart(result.curves, given)],
  ['calibration', (given) => calibrationChart(curves.calibration, given)],
  ['histogram', (given) => histogramChart({ histogram: curves.histogram, threshold: 0.5 }, given)],
  ['confusion', (given) => confusionChart({ confusion: curves.confusion, threshold: 0.5 }, given)],
  ['robustness', (given) => robustnessChart(result.robustness, given)],
  ['trials', (given) => trialsChart(result.trials, given)],
];

describe.each(charts)('%s chart', (_name, draw) => {
  it('has finite positions at any size, a title and a description', () => {
    for (const given of [size, { width: 900, height: 500 }, { width: 10, height: 10 }]) {
      const svg = writeSvg(draw(given));
      expect(svg).not.toMatch(/NaN|Infinity|undefined/);
      expect(svg).toMatch(/<title>[^<]+<\/title><desc>[^<]+<\/desc>/);
    }
  });

  it('has no colour left to look up once it stands alone', () => {
    expect(writeSvg(standalone(draw(size)))).not.toContain('var(');
  });
});

it.each([
  ['ROC', rocSvg([], size)],
  ['DET', detSvg([], size)],
  ['precision and recall', precisionRecallSvg([], size)],
  ['calibration', calibrationSvg([], size)],
  ['robustness', robustnessSvg([], size)],
  ['epochs', epochsSvg({ name: 'Loss', lines: [] }, size)],
])('%s can be drawn of nothing', (_name, svg) => expect(svg).not.toMatch(/NaN|Infinity|undefined/));

describe('normal deviate', () => {
  it('has the quantiles of the normal distribution', () => {
    for (const [probability, deviate] of [
      [0.5, 0],
      [0.975, 1.959964],
      [0.01, -2.326348],
      [0.005, -2.575829],
    ] as const) {
      expect(Math.abs(normalDeviate(probability) - deviate)).toBeLessThan(5e-4);
    }
  });
});

describe('confusion matrix', () => {
  it('says in words what was called what', () => {
    const confusion = { trueNegatives: 9, falsePositives: 3, falseNegatives: 0, truePositives: 12 };
    const svg = confusionSvg({ confusion, threshold: 0.5 }, size);
    expect(svg).toContain('of 12 real videos 3 are called fake, and of 12 fake ones 0 are called real');
    expect(svg).toContain('>25.0 %<');
  });
});

describe('epochs', () => {
  const line = (values: number[]) => ({
    ...{ stage: 'fold 1', part: 'training' as const },
    points: values.map((value, index) => ({ epoch: index + 1, value })),
  });

  it('starts its scale at zero, so that a flat end looks flat', () => {
    const svg = epochsSvg({ name: 'Loss', lines: [line([0.5, 0.49])] }, size);
    const [, d] = / d="([^"]+)"/.exec(svg)!;
    const ys = [...d!.matchAll(/[ML][\d.]+,([\d.]+)/g)].map((match) => Number(match[1]));
    expect(ys).toHaveLength(2);
    expect(ys[1]! - ys[0]!).toBeGreaterThan(0);
    expect(ys[1]! - ys[0]!).toBeLessThan(10);
  });

  it('says in its description how the training ended', () => {
    const points = [{ epoch: 100, value: 0.00066 }];
    const svg = epochsSvg({ name: 'Loss', lines: [{ stage: 'fold 1', part: 'training', points }] }, size);
    expect(svg).toContain('0.000660 after 100 epochs.');
  });

  it('has a validation line only where something was validated', () => {
    const epoch = { epoch: 1, loss: 1, accuracy: 0.5, validationLoss: null, validationAccuracy: null };
    const lines = epochLines(
      [
        { stage: 'a', ...epoch },
        { stage: 'b', ...epoch, validationLoss: 2 },
      ],
      'loss',
    );
    expect(lines.map(({ stage, part, points }) => [stage, part, points[0]!.value])).toEqual([
      ['a', 'training', 1],
      ['b', 'training', 1],
      ['b', 'validation', 2],
    ]);
  });
});

it('names the stages of a run as the tables name its splits', () => {
  const epoch = { epoch: 1, loss: 1, accuracy: 0.5, validationLoss: null, validationAccuracy: null };
  const lines = epochLines([{ stage: 'by-identity, fold 1', ...epoch }], 'loss');
  expect(lines.map(({ stage }) => stage)).toEqual(['split by person, fold 1']);
});

describe('interval chart', () => {
  it('draws the whisker from one end of the interval to the other', () => {
    const row = { condition: '360p', by: 'degradation' as const, real: 3, fake: 4 };
    const whole = { value: 0.5, low: 0, high: 1 };
    const svg = robustnessSvg([{ ...row, auc: whole, error: estimate(0.4) }], size);
    const axis = /<line x1="([\d.]+)" y1="260" x2="([\d.]+)" y2="260"/.exec(svg)!;
    expect(svg).toMatch(new RegExp(`<line x1="${axis[1]}" y1="134" x2="${axis[2]}" y2="134"`));
    expect(svg).toContain('360p (3 + 4): AUC 0.50 (0.00–1.00)');
  });
});

describe('charts side by side', () => {
  it('are one picture as wide as both', () => {
    const both = writeSvg(
      standalone(
        sideBySide(
          charts.slice(0, 2).map(([, draw]) => draw(size)),
          size,
          'Both',
        ),
      ),
    );
    expect(both).toMatch(/^<svg[^>]* width="800" height="300"/);
    expect(both.match(/<svg/g)).toHaveLength(3);
    expect(both).toContain('<svg x="400"');
    expect(both).not.toContain('var(');
  });
});
