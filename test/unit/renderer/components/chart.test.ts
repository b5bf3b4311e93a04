// @vitest-environment happy-dom
import { expect, it, vi } from 'vitest';
import { element } from '../../../../src-main/shared/charts/svg.ts';
import Chart from '../../../../src-renderer/components/Chart.svelte';
import { shown } from '../support/shown.ts';

it('draws what the chart function returns as SVG nodes, words as words', () => {
  // Nothing has a width in a page that is not laid out.
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(320);
  const chart = shown(Chart, {
    draw: ({ width }) => element('svg', { width }, element('text', { x: 1.239 }, '<b>bold</b>')),
    height: 100,
    label: 'ROC curve',
  });
  const text = chart.querySelector('svg text')!;
  expect(text.namespaceURI).toBe('http://www.w3.org/2000/svg');
  expect(text.textContent).toBe('<b>bold</b>');
  expect(text.getAttribute('x')).toBe('1.24');
  expect(chart.querySelector('svg')!.getAttribute('width')).toBe('320');
});
