import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { independentGroups } from '../../../../src-main/engine/evaluation/splits.ts';
import { elsewhereThan } from '../../../../src-main/engine/training/clip-table.ts';
import {
  parseTrainingManifest,
  readTrainingManifest,
} from '../../../../src-main/engine/training/training-manifest.ts';
import { hasShared, sharedPath } from '../../../support/shared-data.ts';

const parse = (...lines: string[]) => parseTrainingManifest(lines.join('\n'), '/data');
const refused = (message: RegExp) =>
  expect.objectContaining({ code: 'train/bad-manifest', message: expect.stringMatching(message) as string });

describe('training manifest', () => {
  it('is refused where it would fill the memory, or is no file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'exhibit-table-'));
    const table = join(folder, 'manifest.csv');
    writeFileSync(table, 'path,label\n');
    truncateSync(table, 64 * 2 ** 20 + 1);
    await expect(readTrainingManifest(table)).rejects.toThrow(refused(/it is larger than 64 MB/));
    await expect(readTrainingManifest(folder)).rejects.toThrow(refused(/is no file/));
    rmSync(folder, { recursive: true });
  });

  it('names no file of a computer that the table is not on, and no device', () => {
    const share = '\\\\attacker\\clips\\a.mp4';
    expect(elsewhereThan('C:\\Sets', share, 'win32')).toContain('attacker');
    expect(elsewhereThan('\\\\ATTACKER\\sets', share, 'win32')).toBeNull();
    expect(elsewhereThan('C:\\Sets', 'D:\\Clips\\a.mp4', 'win32')).toBeNull();
    expect(() => parse('path,label', '/net/attacker/a.mp4,real')).toThrow(refused(/line 2.*attacker/));
    expect(() => parse('path,label', '/dev/watchdog,real')).toThrow(refused(/line 2.*device/));
  });

  it('needs no more than path and label', () => {
    expect(parse('path,label', 'a.mp4,real')).toEqual([
      {
        ...{ path: resolve('/data/a.mp4'), label: 'real', line: 2 },
        ...{ identity: 'unnamed in a.mp4', donors: [], source: resolve('/data/a.mp4') },
        ...{ method: null, dataset: null },
      },
    ]);
  });

  it('reads columns in any order and case, with a byte order mark, quotes and empty lines', () => {
    const [clip] = parse('\ufeffLabel,Method,PATH', '', 'fake,"swap, blended",b c.mp4');
    expect(clip).toMatchObject({ path: resolve('/data/b c.mp4'), label: 'fake', method: 'swap, blended' });
  });

  it.each([
    ['celebdf:id16 (donor id6)', 'celebdf:id16', ['celebdf:id6']],
    ['ffpp:519 (donor 515)', 'ffpp:519', ['ffpp:515']],
    ['Aamir Khan (target)', 'aamir-khan', []],
    ['brad-pitt (target; donor chris-evans; also elsewhere)', 'brad-pitt', ['chris-evans']],
  ])('takes "%s" for the person %s', (identity, person, donors) => {
    const [clip] = parse('path,label,identity', `a.mp4,fake,${identity}`);
    expect(clip).toMatchObject({ identity: person, donors });
  });

  it('ties clips to one recording by a shared group, or by a note that names the other', () => {
    const clips = parse(
      'path,label,group,notes',
      'x/a.mp4,real,take 1,',
      'x/b.mp4,fake,take 1,',
      'x/c.mp4,fake,,pair of d',
      'x/d.mp4,real,,first 10 s',
      'x/e.mp4,real,,pair of nothing-here',
    );
    const groups = independentGroups(clips.map((clip) => ({ ...clip, video: clip.path })));
    expect(groups).toEqual([0, 0, 1, 1, 2]);
  });

  it.each([
    ['no label column', ['path,verdict', 'a,real'], /line 1: the column label is missing/],
    ['an unknown label', ['path,label', 'a,real', 'b,genuine'], /line 3: the label must be real or fake/],
    ['an empty path', ['path,label', ',real'], /line 2: the path is empty/],
    ['a clip named twice', ['path,label', 'a,real', './a,fake'], /line 3: \.\/a is on line 2 already/],
    ['a line with too few fields', ['path,label', 'a,real', 'b'], /line 3: /],
    ['an open quote', ['path,label', '"a,real'], /line 2: /],
    ['no clips', ['path,label'], /lists no clip/],
  ])('refuses %s and names the line', (_, lines, message) => {
    expect(() => parse(...lines)).toThrow(refused(message));
  });

  it('refuses a file that is not there', async () => {
    await expect(readTrainingManifest('/nowhere/manifest.csv')).rejects.toThrow(refused(/cannot be read/));
  });

  it.skipIf(!hasShared('data', 'manifest.csv'))(
    'reads the research data and keeps pairs together',
    async () => {
      const clips = await readTrainingManifest(sharedPath('data', 'manifest.csv'));
      const videos = clips.filter(({ path }) => path.endsWith('.mp4'));
      expect(videos.filter(({ label }) => label === 'real')).toHaveLength(44);
      expect(videos.filter(({ label }) => label === 'fake')).toHaveLength(34);
      const groups = independentGroups(clips.map((clip) => ({ ...clip, video: clip.path })));
      const groupOf = (end: string) => groups[clips.findIndex(({ path }) => path.endsWith(end))];
      // id26 was filmed, gave its face to two others, and stands in a pair itself.
      expect(groupOf('celebdf_id26_0006.mp4')).toBe(groupOf('celebdf_id9_id26_0000.mp4'));
      expect(groupOf('celebdf_aamirkhan_asar.mp4')).toBe(groupOf('celebdf-faces/fake/video_2'));
      expect(groupOf('fomm_julio.mp4')).toBe(groupOf('fox.mp4'));
    },
  );
});
