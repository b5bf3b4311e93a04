import { describe, expect, it } from 'vitest';
import { epochsChart } from '../../../../src-main/shared/charts/epochs.ts';
import { rocChart } from '../../../../src-main/shared/charts/roc.ts';
import { scatterChart } from '../../../../src-main/shared/charts/scatter.ts';
import { timelineChart } from '../../../../src-main/shared/charts/timeline.ts';
import { parseSvg, type SvgElement } from '../../../../src-renderer/lib/svg-tree.ts';
import { track } from '../support/rows.ts';

const size = { width: 600, height: 300 };
const band = { threshold: 0.5, realBelow: 0.4, fakeAbove: 0.6 };
const auc = { value: 0.8, low: 0.7, high: 0.9 };

/** Writes a tree as text again, to compare it with what it was read from. */
function written({ name, attributes, children }: SvgElement): string {
  const escaped = (text: string) =>
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&#39;');
  const head = `${name}${attributes.map(([key, value]) => ` ${key}="${escaped(value)}"`).join('')}`;
  const inner = children
    .map((child) => (typeof child === 'string' ? escaped(child) : written(child)))
    .join('');
  return inner === '' ? `<${head}/>` : `<${head}>${inner}</${name}>`;
}

describe('parseSvg', () => {
  it.each([
    [
      'timeline',
      timelineChart(
        {
          tracks: [
            track(
              1,
              [
                [0, 0.2],
                [5, null],
                [9, 0.9],
              ],
              0.5,
            ),
          ],
          band,
          durationMs: 900,
        },
        size,
      ),
    ],
    [
      'ROC curve',
      rocChart(
        [
          {
            classifier: 'sgd',
            split: 'by-frame',
            points: [
              [0, 0],
              [1, 1],
            ],
            auc,
          },
        ],
        size,
      ),
    ],
    [
      'scatter',
      scatterChart(
        [
          { x: 1, y: 2, label: 'fake', faceId: 7 },
          { x: -1, y: 0, label: 'real' },
        ],
        size,
      ),
    ],
    [
      'training',
      epochsChart(
        {
          name: 'Loss < 1 & "falling"',
          lines: [{ stage: 'fold <1>', part: 'training', points: [{ epoch: 1, value: 0.5 }] }],
        },
        size,
      ),
    ],
  ])('loses nothing of a %s', (_name, svg) => {
    expect(written(parseSvg(svg))).toBe(svg.replace(' xmlns="http://www.w3.org/2000/svg"', ''));
  });

  it('reads escaped words as words', () => {
    expect(parseSvg('<svg><text>a &lt;b&gt; &amp;lt;</text></svg>').children).toEqual([
      { name: 'text', attributes: [], children: ['a <b> &lt;'] },
    ]);
  });

  it.each([
    '<svg><script>alert(1)</script></svg>',
    '<svg><foreignObject/></svg>',
    '<svg><g></svg>',
    '<svg/><svg/>',
    '<svg><!-- note --></svg>',
    '<g/>',
    'words',
    '',
  ])('refuses %j', (text) => expect(() => parseSvg(text)).toThrow(SyntaxError));

  it('leaves handlers of events out', () => {
    expect(parseSvg('<svg onload="alert(1)" width="3"/>').attributes).toEqual([['width', '3']]);
  });
});
