import { relative, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { recogniseLayout } from '../../../../../src-main/engine/lab/layouts/recognise-layout.ts';
import { folderTree } from '../../../../support/folder-tree.ts';

/** What was found and refused, by path from the folder on. */
async function read(files: Record<string, string> | readonly string[]) {
  const folder = folderTree(files);
  const { layout, items, refused } = await recogniseLayout(folder);
  const short = (path: string) => relative(folder, path).split(sep).join('/');
  return {
    layout,
    items: new Map(items.map(({ path, ...item }) => [short(path), item])),
    refused: new Map(refused.map(({ path, reason }) => [short(path), reason])),
  };
}

describe('Celeb-DF', () => {
  const files = {
    'Celeb-real/id0_0000.mp4': '',
    'Celeb-real/id1_0003.mp4': '',
    'Celeb-synthesis/id0_id1_0000.mp4': '',
    'YouTube-real/00170.mp4': '',
    'List_of_testing_videos.txt': '1 YouTube-real/00170.mp4\n0 Celeb-synthesis/id0_id1_0000.mp4\n',
  };

  it('names target and donor of a synthesis, and the real video that it was made from', async () => {
    const { layout, items } = await read(files);
    expect(layout).toBe('celeb-df');
    expect(items.get('Celeb-synthesis/id0_id1_0000.mp4')).toEqual({
      ...{ kind: 'video', label: 'fake', method: 'Celeb-DF synthesis', collection: null },
      ...{ identity: 'id0', donors: ['id1'], source: 'id0_0000', part: 'test' },
    });
    expect(items.get('Celeb-real/id0_0000.mp4')).toMatchObject({
      ...{ label: 'real', identity: 'id0', donors: [], source: 'id0_0000', part: 'train' },
    });
  });

  it('knows nobody on YouTube: each video is a person of its own', async () => {
    const { items } = await read({ ...files, 'YouTube-real/00171.mp4': '' });
    const people = ['00170', '00171'].map((name) => items.get(`YouTube-real/${name}.mp4`)!.identity);
    expect(new Set(people).size).toBe(2);
    expect(items.get('YouTube-real/00170.mp4')).toMatchObject({ label: 'real', part: 'test' });
  });

  it('takes folders of frames that are named as the videos were, with or without the extension', async () => {
    const { items } = await read(['Celeb-real/id0_0000/1.jpg', 'Celeb-synthesis/id0_id2_0000.mp4/0.png']);
    expect(items.get('Celeb-real/id0_0000')).toMatchObject({ kind: 'pictures', identity: 'id0' });
    expect(items.get('Celeb-synthesis/id0_id2_0000.mp4')).toMatchObject({
      kind: 'pictures',
      donors: ['id2'],
    });
  });

  it('keeps two sets in one folder apart, each with its own list', async () => {
    const { items } = await read({
      'v1/Celeb-real/id0_0000.mp4': '',
      'v2/Celeb-real/id0_0000.mp4': '',
      'v2/List_of_testing_videos.txt': '1 Celeb-real/id0_0000.mp4',
    });
    expect(items.get('v1/Celeb-real/id0_0000.mp4')).toMatchObject({ collection: 'v1', part: null });
    expect(items.get('v2/Celeb-real/id0_0000.mp4')).toMatchObject({ collection: 'v2', part: 'test' });
  });

  it('refuses names that do not say who is seen, clips elsewhere, and labels that contradict the list', async () => {
    const { items, refused } = await read({
      'Celeb-real/holiday.mp4': '',
      'Celeb-real/id0_id1_0000.mp4': '',
      'Celeb-synthesis/id0_0000.mp4': '',
      'extra/id7_0001.mp4': '',
      'YouTube-real/00001.mp4': '',
      'List_of_testing_videos.txt': '0 YouTube-real/00001.mp4\n1 YouTube-real/00009.mp4',
    });
    expect(items.size).toBe(0);
    expect(refused.get('Celeb-real/holiday.mp4')).toMatch(/person and take/);
    expect(refused.get('Celeb-real/id0_id1_0000.mp4')).toMatch(/person and take/);
    expect(refused.get('Celeb-synthesis/id0_0000.mp4')).toMatch(/target, donor and take/);
    expect(refused.get('extra/id7_0001.mp4')).toMatch(/label is unknown/);
    expect(refused.get('YouTube-real/00001.mp4')).toMatch(/folder says real, but .* says fake/);
    expect(refused.get('List_of_testing_videos.txt')).toMatch(/lists 1 video not found here/);
  });
});

describe('FaceForensics++', () => {
  const files = {
    'original_sequences/youtube/c23/videos/000.mp4': '',
    'original_sequences/youtube/c40/videos/000.mp4': '',
    'original_sequences/actors/c23/videos/01__walking_outside_cafe.mp4': '',
    'manipulated_sequences/Deepfakes/c23/videos/000_003.mp4': '',
    'manipulated_sequences/Deepfakes/c40/videos/000_003.mp4': '',
    'manipulated_sequences/Face2Face/c23/videos/000_500.mp4': '',
    'manipulated_sequences/DeepFakeDetection/c23/videos/01_02__walking_outside_cafe__YVGY8LOK.mp4': '',
    'splits/train.json': '[["000","003"]]',
    'splits/val.json': '[["500","501"]]',
    'splits/test.json': '[["700","701"]]',
  };

  it('takes a pair for target and source, with the part that the official split gives both', async () => {
    const { layout, items } = await read(files);
    expect(layout).toBe('faceforensics');
    expect(items.get('manipulated_sequences/Deepfakes/c23/videos/000_003.mp4')).toEqual({
      ...{ kind: 'video', label: 'fake', method: 'Deepfakes', collection: 'FaceForensics++ c23' },
      ...{ identity: '000', donors: ['003'], source: '000', part: 'train' },
    });
  });

  it('counts each compression as a clip of the same recording', async () => {
    const { items } = await read(files);
    const [fine, coarse] = ['c23', 'c40'].map((each) =>
      items.get(`original_sequences/youtube/${each}/videos/000.mp4`),
    );
    expect(fine).toEqual({ ...coarse, collection: 'FaceForensics++ c23' });
    expect(fine).toMatchObject({
      label: 'real',
      method: null,
      identity: '000',
      source: '000',
      part: 'train',
    });
  });

  it('gives no part to a fake whose people are in different parts', async () => {
    const { items } = await read(files);
    expect(items.get('manipulated_sequences/Face2Face/c23/videos/000_500.mp4')!.part).toBeNull();
  });

  it('knows the actors of DeepFakeDetection and the scene that a fake was made from', async () => {
    const { items } = await read(files);
    const scene = '01__walking_outside_cafe';
    expect(items.get(`original_sequences/actors/c23/videos/${scene}.mp4`)).toMatchObject({
      ...{ identity: 'actor 01', source: scene, part: null },
    });
    expect(
      items.get(
        'manipulated_sequences/DeepFakeDetection/c23/videos/01_02__walking_outside_cafe__YVGY8LOK.mp4',
      ),
    ).toMatchObject({
      identity: 'actor 01',
      donors: ['actor 02'],
      source: scene,
      method: 'DeepFakeDetection',
    });
  });

  it('refuses masks and names of another kind', async () => {
    const { refused, items } = await read([
      'manipulated_sequences/Deepfakes/masks/videos/000_003.mp4',
      'manipulated_sequences/Deepfakes/c23/videos/000.mp4',
      'original_sequences/youtube/c23/videos/000_003.mp4',
    ]);
    expect(items.size).toBe(0);
    expect(refused.get('manipulated_sequences/Deepfakes/masks/videos/000_003.mp4')).toMatch(/masks/);
    expect(refused.get('manipulated_sequences/Deepfakes/c23/videos/000.mp4')).toMatch(/such as 000_003/);
    expect(refused.get('original_sequences/youtube/c23/videos/000_003.mp4')).toMatch(/such as 000 or/);
  });
});

describe('DFDC', () => {
  it('ties a fake to the original that metadata.json names, in each part of the set', async () => {
    const { layout, items, refused } = await read({
      'dfdc_train_part_0/a.mp4': '',
      'dfdc_train_part_0/b.mp4': '',
      'dfdc_train_part_0/stray.mp4': '',
      'dfdc_train_part_0/metadata.json':
        '{"a.mp4":{"label":"FAKE","split":"train","original":"b.mp4"},"b.mp4":{"label":"REAL","split":"train"}}',
      'dfdc_train_part_1/c.mp4': '',
      'dfdc_train_part_1/metadata.json': '{"c.mp4":{"label":"REAL","split":"test","original":null}}',
    });
    expect(layout).toBe('dfdc');
    expect(items.get('dfdc_train_part_0/a.mp4')).toEqual({
      ...{ kind: 'video', label: 'fake', method: null, collection: 'dfdc_train_part_0' },
      ...{ identity: 'b', donors: [], source: 'b', part: 'train' },
    });
    expect(items.get('dfdc_train_part_0/b.mp4')).toMatchObject({ label: 'real', identity: 'b', source: 'b' });
    expect(items.get('dfdc_train_part_1/c.mp4')).toMatchObject({
      collection: 'dfdc_train_part_1',
      part: 'test',
    });
    expect(refused.get('dfdc_train_part_0/stray.mp4')).toMatch(/no metadata\.json in its folder lists it/);
  });

  it('is not seen in any other metadata.json', async () => {
    const files = { 'real/a.mp4': '', 'fake/b.mp4': '', 'metadata.json': '{"title":"holiday"}' };
    expect((await read(files)).layout).toBe('folders');
  });
});

describe('folders named real and fake', () => {
  it('takes videos and folders of frames for clips, and loose face crops for clips of their own', async () => {
    const { layout, items } = await read([
      'Real/a.mp4',
      'Real/b/2.jpg',
      'Real/b/10.jpg',
      'FAKE/c.jpg',
      'FAKE/d.png',
      'FAKE/notes.txt',
    ]);
    expect(layout).toBe('folders');
    expect([...items].map(([path, { kind, label }]) => [path, kind, label])).toEqual([
      ['FAKE/c.jpg', 'pictures', 'fake'],
      ['FAKE/d.png', 'pictures', 'fake'],
      ['Real/a.mp4', 'video', 'real'],
      ['Real/b', 'pictures', 'real'],
    ]);
    expect(new Set([...items.values()].map(({ identity }) => identity)).size).toBe(4);
  });

  it('takes the part from a folder above', async () => {
    const { items } = await read(['train/real/a.mp4', 'valid/fake/b.mp4', 'test/fake/c.mp4']);
    expect([...items.values()].map(({ part }) => part).sort()).toEqual(['test', 'train', 'validation']);
  });

  it('guesses at nothing: clips in neither or in both are refused', async () => {
    const { items, refused } = await read([
      'real/a.mp4',
      'fake/b.mp4',
      'c.mp4',
      'real/fake/d.mp4',
      '1/e.mp4',
    ]);
    expect(items.size).toBe(2);
    expect(refused.get('c.mp4')).toMatch(/no folder named real or fake/);
    expect(refused.get('1/e.mp4')).toMatch(/no folder named real or fake/);
    expect(refused.get('real/fake/d.mp4')).toMatch(/named real and a folder named fake/);
  });
});

describe('a table of clips', () => {
  it('goes before what folders say, and refuses the lines that it is unsure of', async () => {
    const { layout, items, refused } = await read({
      'real/a.mp4': '',
      'fake/b.mp4': '',
      'crops/c.jpg': '',
      'manifest.csv': [
        'path,label,method,dataset,identity,source',
        'real/a.mp4,fake,Deepfakes,mine,Ann (donor Bob),take 1',
        'fake/b.mp4,perhaps,,,,',
        'crops/c.jpg,real,none,,,',
        'gone.mp4,real,,,,',
        './crops/c.jpg,real,,,,',
      ].join('\n'),
    });
    expect(layout).toBe('manifest');
    expect(items.get('real/a.mp4')).toEqual({
      ...{ kind: 'video', label: 'fake', method: 'Deepfakes', collection: 'mine' },
      ...{ identity: 'ann', donors: ['bob'], source: 'take 1', part: null },
    });
    expect(items.get('crops/c.jpg')).toMatchObject({ kind: 'pictures', label: 'real', method: null });
    expect(refused.get('fake/b.mp4')).toBe('line 3: the label must be real or fake');
    expect(refused.get('gone.mp4')).toBe('line 5: there is no such file or folder');
    expect(refused.get('crops/c.jpg')).toMatch(/line 6: .* is on line 4 already/);
  });

  it('refuses a clip altogether that it gives both labels', async () => {
    const { items, refused } = await read({
      'a.mp4': '',
      'b.mp4': '',
      'manifest.csv': ['path,label', 'a.mp4,real', './a.mp4,fake', 'b.mp4,fake'].join('\n'),
    });
    expect([...items.keys()]).toEqual(['b.mp4']);
    expect(refused.get('a.mp4')).toMatch(/line 2: line 3 gives the same path the other label/);
  });

  it('takes set for the collection and person_or_clip for who is seen and the recording', async () => {
    const { items } = await read({
      'f.jpg': '',
      'manifest.csv': 'path,label,set,person_or_clip,source_repo\nf.jpg,fake,dfdc,part0/xyz,somewhere',
    });
    expect(items.get('f.jpg')).toMatchObject({
      collection: 'dfdc',
      identity: 'part0/xyz',
      source: 'part0/xyz',
    });
  });
});

it('says what was looked for where no layout fits', async () => {
  const failure = recogniseLayout(folderTree(['0/a.mp4', '1/b.mp4']));
  await expect(failure).rejects.toMatchObject({
    code: 'lab/unknown-layout',
    message: expect.stringMatching(/Celeb-real.*original_sequences.*metadata\.json.*real and fake/) as string,
  });
});

it('does not take a file or a missing folder for a data set', async () => {
  const folder = folderTree(['real/a.mp4']);
  const missing = expect.objectContaining({ code: 'media/not-found' }) as Error;
  await expect(recogniseLayout(`${folder}/gone`)).rejects.toEqual(missing);
  await expect(recogniseLayout(`${folder}/real/a.mp4`)).rejects.toEqual(missing);
});
