import { createHash } from 'node:crypto';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fingerprint } from '../../../src-main/engine/media/fingerprint.ts';
import { indexCache } from '../../../src-main/engine/viewing/index-cache.ts';
import { fileIdentity } from '../../../src-main/engine/viewing/file-identity.ts';
import { readVideoForm } from '../../../src-main/engine/viewing/read-video-form.ts';
import type { ReadVideo } from '../../../src-main/engine/viewing/video-reader.ts';
import { createViewer, type ViewedFile } from '../../../src-main/engine/viewing/viewer.ts';
import { clipFolder, makeClip, testSource, tools } from '../media/clips.ts';

let clips: Awaited<ReturnType<typeof clipFolder>>;
let path: string;
let sha256: string;
let folder: string;
let folders = 0;
beforeAll(async () => {
  clips = await clipFolder();
  path = await makeClip(`${clips.folder}/clip.mp4`, testSource('64x48', 2, 10));
  ({ sha256 } = await fingerprint(path));
});
beforeEach(() => {
  folder = join(clips.folder, `indexes ${(folders += 1)}`);
});
afterAll(() => clips.remove());

const keyOf = ({ report }: typeof tools, identity: string) => ({
  ...{ identity, stream: null, decoder: `${report.sha256} ${report.ffprobe}` },
});

/** A viewer that has seen nothing but what the folder keeps. */
const viewerNow = (version = '1') => createViewer(indexCache(folder, version));
/** Such a one can decode and not read a file anew. */
const unprobing = () => ({ ...tools, ffprobe: join(clips.folder, 'no-ffprobe') });
const fileAt = (at: string, expected: string | null = null): ViewedFile => ({
  ...{ path: at, sha256: expected, stream: undefined },
});
async function entries(): Promise<string[]> {
  const names = await readdir(folder).catch(() => [] as string[]);
  return names.filter((name) => !name.endsWith('.draft'));
}

/** Opens the file, and waits until its index is kept. */
async function keep(at = path): Promise<void> {
  const before = (await entries()).length;
  await viewerNow().open(fileAt(at), tools);
  await expect.poll(async () => (await entries()).length, { timeout: 60_000 }).toBe(before + 1);
}

describe('the index of a video that was opened before', () => {
  it('is not read again, and shows the same frames', async () => {
    await keep();
    const again = viewerNow();
    const video = await again.open(fileAt(path, sha256), unprobing());
    const anew = createViewer();
    expect(video).toEqual(await anew.open(fileAt(path), tools));
    const facts = async (viewer: typeof anew) => (await viewer.frame(fileAt(path), 13, 'show', tools)).facts;
    expect(await facts(again)).toEqual(await facts(anew));
    again.close();
    anew.close();
  });

  it.each([
    ['another file of this name', async () => void (await makeClip(path, testSource('80x48', 2, 10))), null],
    ['a file that should have another SHA-256', async () => {}, 'f'.repeat(64)],
  ])('is not believed of %s', async (_what, change, expected) => {
    await keep();
    await change();
    await expect(viewerNow().open(fileAt(path, expected), unprobing())).rejects.toThrow();
  });

  it('is not believed of the same file under another decoder or another version of Exhibit', async () => {
    await keep();
    const other = { ...unprobing(), report: { ...tools.report, sha256: '0'.repeat(64) } };
    await expect(viewerNow().open(fileAt(path), other)).rejects.toThrow();
    await expect(viewerNow('2').open(fileAt(path), unprobing())).rejects.toThrow();
  });

  it('is read anew where what is kept is damaged', async () => {
    await keep();
    const kept = join(folder, (await entries())[0]!);
    const bytes = await readFile(kept);
    bytes[bytes.length - 1]! ^= 1;
    await writeFile(kept, bytes);
    await expect(viewerNow().open(fileAt(path), unprobing())).rejects.toThrow();
    expect((await viewerNow().open(fileAt(path), tools)).pts.length).toBe(20);
  });

  it('is read anew where what is kept has another form, and is for nobody else to read', async () => {
    await keep();
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    const kept = join(folder, (await entries())[0]!);
    const entry = deserialize((await readFile(kept)).subarray(32)) as { sha256: string; read: ReadVideo };
    expect(readVideoForm(entry)).toEqual(entry);
    const { media, index, packetBytes } = entry.read;
    const { pts, timesMs, keys } = index;
    const odd: Partial<ReadVideo>[] = [
      { index: { ...index, pts: pts.slice(1) } },
      { index: { ...index, timesMs: timesMs.map((ms, at) => (at === 3 ? NaN : ms)) } },
      { index: { ...index, timesMs: timesMs.toReversed() } },
      { index: { ...index, keys: keys.map(() => 7) } },
      { index: { ...index, joins: [20] } },
      { index: { ...index, endMs: -1 } },
      { index: { ...index, packets: [{ position: 0, size: 1 }] } },
      { media: { ...media, video: { ...media.video, width: 2.5 } } },
      { media: { ...media, kind: 'other' as 'video' } },
      { packetBytes: packetBytes.map(() => -1) },
      { cuts: Int32Array.of(5, 5) },
    ];
    for (const change of odd) {
      const content = serialize({ ...entry, read: { ...entry.read, ...change } });
      await writeFile(kept, Buffer.concat([createHash('sha256').update(content).digest(), content]));
      expect(await indexCache(folder, '1').find(keyOf(tools, await fileIdentity(path)))).toBeNull();
      expect(await entries()).toEqual([]);
    }
  });

  it('is looked for in the settings folder alone: what lies beside the case or the file counts for nothing', async () => {
    await keep();
    const elsewhere = createViewer(indexCache(join(clips.folder, 'other settings'), '1'));
    await expect(elsewhere.open(fileAt(path), unprobing())).rejects.toThrow();
  });
});
