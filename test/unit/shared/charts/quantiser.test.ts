import { expect, it } from 'vitest';
import { quantiserChart, quantiserTable } from '../../../../src-main/shared/charts/quantiser.ts';
import { writeSvg } from '../../../../src-main/shared/charts/write-svg.ts';

const size = { width: 472, height: 130 };

it('draws each second at its own height, the coarsest on top, with a gap where no picture begins', () => {
  const svg = writeSvg(quantiserChart([0, 51, null, 51], size));
  // From 58 to 458 px: 100 px for each second; between 104 px, the finest, and 20 px, the coarsest.
  expect(svg).toContain('d="M58,104H158L158,20H258M358,20H458"');
  expect(svg).toContain('higher is coarser');
});

it('has its figures as a table', () => {
  expect(quantiserTable([30, null])).toEqual({
    columns: ['Second', 'Mean QP'],
    rows: [
      [0, 30],
      [1, null],
    ],
  });
});
