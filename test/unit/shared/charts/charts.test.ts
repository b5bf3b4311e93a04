import { describe, expect, it } from 'vitest';
import { riskCoverageChart } from '../../../../src-main/shared/charts/risk-coverage.ts';
import { rocChart } from '../../../../src-main/shared/charts/roc.ts';
import { scatterChart } from '../../../../src-main/shared/charts/scatter.ts';
import { seriesStyle } from '../../../../src-main/shared/charts/series.ts';
import { sideOf } from '../../../../src-main/shared/charts/svg.ts';
import { verdictMark } from '../../../../src-main/shared/charts/verdict-mark.ts';
import { escapeText } from '../../../../src-main/shared/charts/write-svg.ts';
import { svgOf } from '../../../support/svg-of.ts';

const riskCoverageSvg = svgOf(riskCoverageChart);
const rocSvg = svgOf(rocChart);
const scatterSvg = svgOf(scatterChart);
const markSvg = svgOf(verdictMark);

const size = { width: 400, height: 300 };
const band = { threshold: 0.5, realBelow: 0.35, fakeAbove: 0.65 };

/** Every number that is a position or a length; none may be NaN or infinite, whatever the data. */
const isFinite = (svg: string) => !/NaN|Infinity|undefined/.test(svg);

describe('text in charts', () => {
  it('can’t leave its element and holds nothing that XML forbids', () => {
    expect(escapeText(`</text><script>"'&`)).toBe('&lt;/text&gt;&lt;script&gt;&quot;&#39;&amp;');
    expect(escapeText('bell\u0007, half \ud83d, whole 😀, tab\t')).toBe(
      'bell\ufffd, half \ufffd, whole 😀, tab\t',
    );
  });
});

describe('sides of the band', () => {
  it('takes the limits themselves for decided, as the verdict does', () => {
    expect([0.35, 0.36, 0.64, 0.65].map((score) => sideOf(score, band))).toEqual([
      'likely-real',
      'inconclusive',
      'inconclusive',
      'likely-fake',
    ]);
  });
});

describe('ROC chart', () => {
  const auc = { value: 0.8, low: 0.71, high: 0.88 };

  it('runs from the lower left to the upper right corner of its axes', () => {
    const points: [number, number][] = [
      [0, 0],
      [0.2, 0.6],
      [1, 1],
    ];
    const svg = rocSvg([{ classifier: 'combined', split: 'by-identity', points, auc }], size);
    const [, start, end] = /<path d="M([\d.]+,[\d.]+)L.*?L([\d.]+,[\d.]+)" fill="none"/.exec(svg) ?? [];
    // A head and a row of legend, and the names of the axis, stand below.
    expect([start, end]).toEqual(['52,227', '388,10']);
  });

  it('gives the area with its interval, and names a split that leaks people', () => {
    const svg = rocSvg([{ classifier: 'sgd', split: 'by-frame', points: [[0, 0]], auc }], size);
    expect(svg).toContain('SGD, split by frame (leaks people): AUC 0.80 (0.71–0.88)');
  });

  it('draws what is honest solid and last, on top of what leaks, which is dashed', () => {
    const points: [number, number][] = [
      [0, 0],
      [1, 1],
    ];
    const curve = (split: 'by-frame' | 'by-identity') => ({ classifier: 'sgd', split, points, auc });
    const svg = rocSvg([curve('by-identity'), curve('by-frame')], size);
    const dashes = [...svg.matchAll(/fill="none"[^>]*stroke-dasharray="([^"]+)"/g)].map(([, dash]) => dash);
    expect(dashes).toEqual(['5 3', 'none']);
  });

  it('says in the legend of a split that does not keep people apart that they may repeat', () => {
    const svg = rocSvg([{ classifier: 'sgd', split: 'by-video', points: [[0, 0]], auc }], size);
    expect(svg).toMatch(/>people may repeat</);
  });

  it('shades the band of the honest curve between its limits', () => {
    const points: [number, number][] = [
      [0, 0],
      [1, 1],
    ];
    const band = [
      { x: 0, low: 0, high: 0.4 },
      { x: 1, low: 0.9, high: 1 },
    ];
    const svg = rocSvg([{ classifier: 'sgd', split: 'official', points, band, auc }], size);
    const [, around] = /<path d="M([^"]+)Z" fill="var\(--series-1/.exec(svg) ?? [];
    expect(around?.split('L').map((corner) => Number(corner.split(' ')[0]))).toEqual([52, 388, 388, 52]);
  });

  it('gives no two of a dozen classifiers the same colour and shape', () => {
    const styles = Array.from({ length: 12 }, (_, index) => JSON.stringify(seriesStyle(index)));
    expect(new Set(styles).size).toBe(12);
  });
});

describe('risk and coverage', () => {
  const estimate = (value: number) => ({ value, low: value / 2, high: value * 1.5 });
  const risk = (coverage: number, error: number) => ({
    ...{ coverage, error: estimate(error), real: 40, fake: 40 },
    ...{ wrongReal: 4, wrongFake: 4 },
  });
  const abstention = {
    curve: [
      [0.02, 0],
      [0.8, 0.1],
      [1, 0.2],
    ] as [number, number][],
    ...{
      aurc: estimate(0.08),
      full: risk(1, 0.2),
      covered: risk(0.8, 0.1),
      ratio: estimate(0.5),
      decides: true,
    },
  };

  it('says the error at both coverages with its counts', () => {
    const svg = riskCoverageSvg(abstention, size);
    expect(svg).toContain(
      'At 80 % coverage error 0.10 (0.05–0.15), both classes weigh the same; 4 of 40 real and 4 of 40 fake videos',
    );
    expect(svg).toContain('At 100 % coverage error 0.20 (0.10–0.30)');
  });

  it('can be drawn of a model that is always right and on a tiny area', () => {
    const right = {
      ...abstention,
      curve: [[1, 0]] as [number, number][],
      full: risk(1, 0),
      covered: risk(0.8, 0),
    };
    expect(isFinite(riskCoverageSvg(right, size))).toBe(true);
    expect(isFinite(riskCoverageSvg(right, { width: 10, height: 10 }))).toBe(true);
  });
});

describe('scatter chart', () => {
  it('tells the labels apart by shape, not by colour alone', () => {
    const marks = (label: 'real' | 'fake') => scatterSvg([{ x: 0, y: 0, label }], size);
    expect(marks('real').match(/<circle/g)).toHaveLength(2); // the point and its legend
    expect(marks('fake').match(/<circle/g)).toHaveLength(1);
  });

  it('carries the face of each point that has one, for a click on it', () => {
    const svg = scatterSvg(
      [
        { faceId: 12, x: 0, y: 0, label: 'fake' },
        { x: 1, y: 1, label: 'real' },
      ],
      size,
    );
    expect([...svg.matchAll(/data-face-id="(\d+)"/g)].map(([, id]) => id)).toEqual(['12']);
  });

  it('keeps one scale for both directions', () => {
    const corners = [-10, 10].map((x) => ({ x, y: x / 10, label: 'real' as const }));
    const svg = scatterSvg(corners, size);
    const [a, b] = [...svg.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)"/g)].map(([, x, y]) => [
      Number(x),
      Number(y),
    ]);
    expect((b![0]! - a![0]!) / (a![1]! - b![1]!)).toBeCloseTo(10, 1);
  });

  it.each([0, 1])('can be drawn of %i points', (count) => {
    const points = Array.from({ length: count }, () => ({ x: 5, y: 5, label: 'fake' as const }));
    expect(isFinite(scatterSvg(points, size))).toBe(true);
  });
});

describe('verdict marks', () => {
  it('differ in shape for every outcome', () => {
    const outcomes = ['likely-fake', 'inconclusive', 'likely-real', 'not-applicable'] as const;
    const shapes = outcomes.map((outcome) =>
      markSvg(outcome, 6, 6, 12).replaceAll(/(fill|stroke)="var[^"]*"/g, ''),
    );
    expect(new Set(shapes).size).toBe(4);
  });
});
