import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

const disk = vi.hoisted(() => ({ isRemote: false }));
vi.mock('../../../../src-main/engine/cases/network-disk.ts', () => ({
  isOnNetworkDisk: () => disk.isRemote,
}));

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-place-'));
  file = join(folder, 'a.exhibit');
  writeFileSync(file, 'a');
});
afterEach(() => {
  disk.isRemote = false;
  rmSync(folder, { recursive: true });
});

/** A fresh copy of the module: other tests of this process have loaded it with the real disks. */
async function placeNow(): Promise<() => string> {
  vi.resetModules();
  const { casePlace } = await import('../../../../src-main/engine/cases/case-place.ts');
  return casePlace(file);
}

function replace(): void {
  writeFileSync(`${file}.new`, 'a');
  renameSync(`${file}.new`, file);
}

it('tells a file from another one that has its name, and from none', async () => {
  const place = await placeNow();
  writeFileSync(file, 'longer');
  expect(place()).toBe('there');
  replace();
  expect(place()).toBe('replaced');
  rmSync(file);
  expect(place()).toBe('gone');
});

it('says nothing of the numbers of files on a network disk, and tells a missing one all the same', async () => {
  disk.isRemote = true;
  const place = await placeNow();
  replace();
  expect(place()).toBe('there');
  rmSync(file);
  expect(place()).toBe('gone');
});
