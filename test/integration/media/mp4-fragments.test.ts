/** Fragmented MP4 files from which a fragment was taken, or in which two changed places. */
import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { examineFile } from '../../../src-main/engine/media/examine-file.ts';
import { clipFolder, makeClip, testSource, tools } from './clips.ts';

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
});
