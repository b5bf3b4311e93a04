import { expect, it } from 'vitest';
import { Adjustments } from '../../../../src-renderer/state/adjustments.svelte.ts';

it('names what is changed, and nothing when nothing is', () => {
  const adjustments = new Adjustments();
  expect(adjustments.text).toBe('');
  adjustments.brightness = 20;
  adjustments.gamma = 2.2;
  adjustments.sharpness = 100;
  expect(adjustments.text).toBe('Brightness +20, Gamma 2.2, Sharpness +100');
  adjustments.reset();
  expect(adjustments.text).toBe('');
});

it('leaves middle grey where it is when the contrast rises', () => {
  const adjustments = new Adjustments();
  adjustments.contrast = 100;
  expect(adjustments.slope * 0.5 + adjustments.intercept).toBeCloseTo(0.5);
});
