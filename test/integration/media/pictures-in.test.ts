import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { picturesIn } from '../../../src-main/engine/media/pictures-in.ts';

it('takes the pictures of a folder in the order of their numbers, and nothing else', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'exhibit-pictures-'));
  for (const name of ['frame10.jpg', 'frame2.PNG', 'frame1.jpeg', 'frame11.webp', 'notes.txt', 'clip.mp4']) {
    writeFileSync(join(folder, name), '');
  }
  const names = (await picturesIn(folder)).map((path) => basename(path));
  rmSync(folder, { recursive: true });
  expect(names).toEqual(['frame1.jpeg', 'frame2.PNG', 'frame10.jpg', 'frame11.webp']);
});
