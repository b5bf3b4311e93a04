import { expect, it } from 'vitest';
import { windowBounds } from '../../../src-main/app/window-place.ts';

const laptop = { x: 0, y: 25, width: 1440, height: 875 };
const beside = { x: 1440, y: 0, width: 1920, height: 1080 };
const left = { x: 1800, y: 100, width: 1200, height: 800, maximized: false };
const bounds = { x: 1800, y: 100, width: 1200, height: 800 };

it('stands where it was left', () => expect(windowBounds(left, [laptop, beside])).toEqual(bounds));

it('keeps its size and comes back into sight when its screen is gone', () => {
  expect(windowBounds(left, [laptop])).toEqual({ width: 1200, height: 800 });
});

it('is not left where its title bar is out of reach', () => {
  expect(windowBounds({ ...left, x: 100, y: 0 }, [laptop])).toEqual({ width: 1200, height: 800 });
  expect(windowBounds({ ...left, x: -1100, y: 100 }, [laptop])).toEqual({ width: 1200, height: 800 });
});

it('has its usual size at first', () => {
  expect(windowBounds(null, [laptop])).toEqual({ width: 1440, height: 900 });
});
