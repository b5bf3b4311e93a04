import { expect, it } from 'vitest';
import { degradations, degradedSize } from '../../../../src-main/engine/media/degradations.ts';

it.each([
  ['720p', 1920, 1080, 1280, 720],
  ['720p', 1080, 1920, 720, 1280],
  ['480p', 1280, 720, 852, 480],
  ['360p', 640, 480, 480, 360],
  ['whatsapp-480p', 1920, 1080, 848, 476],
  ['whatsapp-480p', 1080, 1920, 476, 848],
  ['whatsapp-480p', 640, 640, 480, 480],
  ['whatsapp-360p', 1920, 1080, 640, 360],
  ['crf28', 1919, 1081, 1918, 1080],
] as const)('%s makes %i × %i into %i × %i', (name, width, height, newWidth, newHeight) => {
  expect(degradedSize({ width, height }, degradations[name])).toEqual({ width: newWidth, height: newHeight });
});

it.each([
  [320, 240],
  [322, 242],
])('never enlarges %i × %i', (width, height) => {
  for (const degradation of Object.values(degradations))
    expect(degradedSize({ width, height }, degradation)).toEqual({ width, height });
});
