/** Fragmented MP4 files from which a fragment was taken, or in which two changed places. */
import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { examineFile } from '../../../src-main/engine/media/examine-file.ts';
import { clipFolder, digestFrames, makeClip, testSource, tools } from './clips.ts';

let clips: Awaited<ReturnType<typeof clipFolder>>;
beforeAll(async () => {
  clips = await clipFolder();
});
afterAll(() => clips.remove());

/** Six fragments of a second and 30 frames each. */
const source = [
  ...[...testSource('160x120', 6), '-f', 'lavfi', '-i', 'sine=duration=6', '-c:a', 'aac'],
  ...['-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p', '-g', '30'],
];
const kinds = {
  'with sound': ['+frag_keyframe+empty_moov+default_base_moof'],
  'as DASH': ['+frag_keyframe+empty_moov+dash'],
  'whose first frames stand in front of the fragments': ['+frag_keyframe+default_base_moof'],
};

/** Start and fragments of a file, each with the boxes in front of it; what follows the last one is left out. */
function partsOf(file: Buffer): { start: Buffer; fragments: Buffer[] } {
  const ends: number[] = [];
  let start = 0;
  for (let at = 0; at < file.length; at += file.readUInt32BE(at)) {
    const type = file.toString('latin1', at + 4, at + 8);
    const isFirst = ends.length === 0;
    if (isFirst && /^(?:sidx|moof)$/.test(type) && start === 0) start = at;
    if (type === 'mdat' && start > 0) ends.push(at + file.readUInt32BE(at));
  }
  return {
    start: file.subarray(0, start),
    fragments: ends.map((end, i) => file.subarray(i === 0 ? start : ends[i - 1], end)),
  };
}

async function remarks(name: string, ...parts: Buffer[]) {
  const path = `${clips.folder}/${name}.mp4`;
  await writeFile(path, Buffer.concat(parts));
  const { frames, remarks } = await examineFile(path, tools);
  return { count: frames.count, hidden: frames.hidden, remarks };
}

describe.each(Object.entries(kinds))('a fragmented MP4 %s', (name, [flags]) => {
  let start: Buffer;
  let fragments: Buffer[];
  beforeAll(async () => {
    const path = await makeClip(`${clips.folder}/${name}-whole.mp4`, [...source, '-movflags', flags!]);
    ({ start, fragments } = partsOf(await readFile(path)));
  });

  it('lacks nothing when it is whole, begins late, or counts no further than 1', async () => {
    const whole = { count: 180, hidden: 0, remarks: [] };
    expect(await remarks(name, start, ...fragments)).toEqual(whole);
    expect(await remarks(name, start, ...fragments.slice(2))).toMatchObject({ remarks: [] });
    const ones = fragments.map((fragment) => {
      const copy = Buffer.from(fragment);
      copy.writeUInt32BE(1, copy.indexOf('mfhd') + 8);
      return copy;
    });
    expect(await remarks(name, start, ...ones)).toEqual(whole);
  });

  it('names the seconds of a fragment that is gone', async () => {
    const at = fragments.length === 6 ? 2 : 1;
    const found = await remarks(name, start, ...fragments.toSpliced(at, 1));
    expect(found).toEqual({
      count: 150,
      hidden: 0,
      remarks: [
        expect.stringMatching(
          /^The video has no frames from 2\.0 s to 3\.0 s \(fragment (\d), then (\d)\), and the numbers of its fragments do not go on there: a part is missing, /,
        ),
      ],
    });
  });

  it('names fragments out of order, and blames no edit list for what ffmpeg passes over', async () => {
    const [first, second, third, ...rest] = fragments;
    const found = await remarks(name, start, first!, third!, second!, ...rest);
    expect(found).toMatchObject({ count: 150, hidden: 0 });
    expect(found.remarks).toEqual([
      `Fragments of the video stand out of order: fragment 2 (byte ${start.length + first!.length + third!.length + second!.indexOf('moof') - 4}) behind fragment 3.`,
      expect.stringMatching(/^ffmpeg passes over 30 frames there, which were not examined\. /),
    ]);
  });

  it('is read up to a fragment that is cut, wherever the cut is', async () => {
    const whole = Buffer.concat([start, ...fragments.slice(0, 3)]);
    const [last] = fragments.slice(3);
    const moofAt = last!.indexOf('moof') - 4;
    const moofBytes = last!.readUInt32BE(moofAt);
    await writeFile(`${clips.folder}/${name}-three.mp4`, whole);
    const before = await digestFrames(`${clips.folder}/${name}-three.mp4`);
    for (const kept of [12, 100, moofBytes >> 1, moofBytes - 1, moofBytes, moofBytes + 8]) {
      const found = await remarks(name, whole, last!.subarray(0, moofAt + kept));
      expect([kept, found.count]).toEqual([kept, before.index.pts.length]);
      expect([kept, found.remarks[0]]).toEqual([kept, expect.stringMatching(/^The file is cut short: /)]);
    }
    await writeFile(
      `${clips.folder}/${name}.mp4`,
      Buffer.concat([whole, last!.subarray(0, moofAt + moofBytes - 1)]),
    );
    const { digests, missing } = await digestFrames(`${clips.folder}/${name}.mp4`);
    expect(missing).toEqual([]);
    expect(digests).toEqual(before.digests);
  });

  it('has nothing to read where its first fragment is cut', async () => {
    if (start.includes('mdat')) return;
    const kept = fragments[0]!.subarray(0, fragments[0]!.indexOf('traf') + 40);
    await expect(remarks(name, start, kept)).rejects.toThrow(
      /(^|No picture in this file could be decoded\. )The file is cut short: /,
    );
  });
});
