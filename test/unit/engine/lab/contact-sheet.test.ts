import { describe, expect, it } from 'vitest';
import { contactSheet, greyPicture } from '../../../../src-main/engine/lab/contact-sheet.ts';

const filled = (level: number) => new Uint8Array(2 * 2 * 3).fill(level);

describe('a contact sheet', () => {
  it('lays pictures out by row and column, apart from each other', () => {
    const rows = [
      [filled(1), filled(2), filled(3)],
      [filled(4), filled(5), filled(6)],
    ];
    const { rgb, width, height } = contactSheet(rows, 2);
    expect([width, height, rgb.length]).toEqual([22, 16, 22 * 16 * 3]);
    const at = (x: number, y: number) => rgb[(y * width + x) * 3];
    expect([at(4, 4), at(10, 4), at(16, 5), at(5, 10), at(11, 11), at(17, 10)]).toEqual([1, 2, 3, 4, 5, 6]);
    expect([at(3, 4), at(6, 4), at(4, 6), at(21, 15)]).toEqual([128, 128, 128, 128]);
  });

  it('shows a mask from black to white', () => {
    expect([...greyPicture(Float32Array.of(0, 0.5, 1))]).toEqual([0, 0, 0, 128, 128, 128, 255, 255, 255]);
  });
});
