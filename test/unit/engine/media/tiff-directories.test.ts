import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tiffEnding } from '../../../../src-main/engine/media/endings/tiff.ts';
import { readStructure } from '../../../../src-main/engine/media/structure-reader.ts';
import { tiffDirectories, tiffPagesBehind } from '../../../../src-main/engine/media/tiff-directories.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exhibit-tiff-'));
});
afterAll(() => rm(folder, { recursive: true }));

const DIRECTORY_BYTES = 2 + 2 * 12 + 4;

/** Pages with one strip of `strips` pieces each, every directory behind the one before. */
async function tiff(
  next: (page: number, pages: number) => number,
  pages: number,
  strips = 1,
): Promise<string> {
  const bytes = Buffer.alloc(8 + pages * DIRECTORY_BYTES);
  bytes.write('II*\0\x08\0\0\0', 'latin1');
  for (let page = 0; page < pages; page += 1) {
    const at = 8 + page * DIRECTORY_BYTES;
    bytes.writeUInt16LE(2, at);
    for (const [i, tag] of [273, 279].entries()) {
      bytes.writeUInt16LE(tag, at + 2 + 12 * i);
      bytes.writeUInt16LE(4, at + 4 + 12 * i);
      bytes.writeUInt32LE(strips, at + 6 + 12 * i);
    }
    bytes.writeUInt32LE(next(page, pages), at + 26);
  }
  const path = join(folder, 'pages.tif');
  await writeFile(path, bytes);
  return path;
}

const following = (page: number, pages: number) => (page + 1 < pages ? 8 + (page + 1) * DIRECTORY_BYTES : 0);
const notRead = (at: number): never => {
  throw new Error(`read up to byte ${at}`);
};
const sizeOf = (pages: number) => 8 + pages * DIRECTORY_BYTES;

describe('the directories of a TIFF', () => {
  it('are read once when they form a circle', async () => {
    const path = await tiff((page) => 8 + ((page + 1) % 3) * DIRECTORY_BYTES, 3);
    expect(await readStructure(path, sizeOf(3), undefined, tiffPagesBehind, notRead)).toBe(2);
  });

  it('are read up to the ten thousandth', async () => {
    const path = await tiff(following, 12_000);
    expect(await readStructure(path, sizeOf(12_000), undefined, tiffPagesBehind, notRead)).toBe(9_999);
  });

  it('name no more pieces than a million in all, however many they say', async () => {
    const path = await tiff(following, 5_000, 0xffff_ffff);
    const begun = performance.now();
    const { cut } = await readStructure(path, sizeOf(5_000), undefined, tiffEnding, notRead);
    expect(cut).toContain('The file is cut short');
    expect(performance.now() - begun).toBeLessThan(10_000);
  });

  it('are left when the reading is cancelled between two of them', async () => {
    const path = await tiff(following, 12_000);
    const cancel = new AbortController();
    let seen = 0;
    const walk = readStructure(
      path,
      sizeOf(12_000),
      cancel.signal,
      async (reader) => {
        for await (const { end } of tiffDirectories(reader)) {
          seen += end > 0 ? 1 : 0;
          if (seen === 5) cancel.abort();
        }
      },
      notRead,
    );
    await expect(walk).rejects.toMatchObject({ name: 'AbortError' });
    expect(seen).toBeLessThan(12_000);
  });

  it('say which page is missing where the next one lies behind the end of the file', async () => {
    const path = await tiff((page) => 8 + (page + 1) * DIRECTORY_BYTES, 2);
    const { lost } = await readStructure(path, sizeOf(2), undefined, tiffEnding, notRead);
    expect(lost).toBe(
      'The file has 68 bytes, and the directory of a further page at byte 68 is not complete in it: that page is missing.',
    );
  });
});
