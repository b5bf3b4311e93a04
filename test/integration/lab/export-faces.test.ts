import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { imageSize } from 'image-size';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { artefactTemplate } from '../../../src-main/engine/embedding/artefact-template.ts';
import { alignFace } from '../../../src-main/engine/faces/align.ts';
import { usableItems } from '../../../src-main/engine/lab/dataset-items.ts';
import { decodeCrops } from '../../../src-main/engine/lab/decode-crops.ts';
import {
  EXPORT_PX,
  VIEW_SHARE,
  exportFaces,
  type DatasetFace,
} from '../../../src-main/engine/lab/export-faces.ts';
import { faceStore, type FaceStore } from '../../../src-main/engine/lab/face-store.ts';
import type { LabDatabase } from '../../../src-main/engine/lab/lab-database.ts';
import { decodeStills } from '../../../src-main/engine/media/decode-stills.ts';
import { encodeJpegs } from '../../../src-main/engine/media/encode-pictures.ts';
import { landmarksIn, texturedPicture } from '../../support/face-picture.ts';
import { labWith } from '../../support/lab.ts';
import { clipFolder, tools } from '../media/clips.ts';

const view = 'spread 1';
const cropPx = 256;
const clips = [
  { path: '/clips/a.mp4', label: 'real' as const, identity: 'Anna' },
  { path: '/clips/b.mp4', label: 'real' as const, identity: '=Bert, "the" second' },
  { path: '/clips/c.mp4', label: 'fake' as const, identity: 'Anna', donors: ['Carl', 'Dora'] },
];

let { folder, remove } = { folder: '', remove: () => Promise.resolve() };
let lab: LabDatabase;
let store: FaceStore;
let faces: DatasetFace[];
const at = (...names: string[]) => join(folder, ...names);

beforeAll(async () => {
  ({ folder, remove } = await clipFolder());
  lab = labWith(at('lab.sqlite'), clips);
  store = faceStore(lab);
  const picture = texturedPicture(cropPx);
  const bright = { ...picture, rgb: picture.rgb.map((level) => Math.min(255, level + 20)) };
  const [jpeg, tinted] = await encodeJpegs([picture, bright], Infinity, tools);
  for (const { id, label } of usableItems(lab, 1)) {
    // The genuine clips show the same picture.
    const crop = label === 'fake' ? tinted! : jpeg!;
    store.add(id, view, [
      {
        ...{ frameIndex: 7, ptsMs: 280, crop, landmarks: landmarksIn(cropPx), sizePx: 91.5, sharpness: null },
        vectors: new Map(),
      },
    ]);
  }
  const items = usableItems(lab, 1);
  faces = store
    .faces(1, view)
    .map((face) => ({ ...face, item: items.find(({ id }) => id === face.itemId)! }));
});
afterAll(async () => {
  lab.close();
  await remove();
});

const run = () => ({ store, tools, signal: new AbortController().signal, onProgress: () => undefined });
const exported = (name: string) => exportFaces(faces, at(name), run());

const nameOf = ({ cropSha256 }: DatasetFace) => cropSha256.slice(0, 16);

function rowsOf(name: string): Record<string, string>[] {
  return parse(readFileSync(at(name, 'faces.csv')), { columns: true });
}

/** Largest step of the quantisation; ffmpeg's finest has 10. */
function coarsestStep(jpeg: Buffer): number {
  const marker = Buffer.from([0xff, 0xdb]);
  const start = jpeg.indexOf(marker) + 5;
  return Math.max(...jpeg.subarray(start, start + 64));
}

/** Size, colour sampling and quantisation; Huffman tables are fitted to each picture. */
function encoding(jpeg: Buffer): string {
  const huffman = 0xc4;
  const scan = 0xda;
  const kept: Buffer[] = [];
  for (let start = 2; jpeg[start + 1] !== scan; start += 2 + jpeg.readUInt16BE(start + 2)) {
    const segment = jpeg.subarray(start, start + 2 + jpeg.readUInt16BE(start + 2));
    if (segment[1] !== huffman) kept.push(segment);
  }
  return Buffer.concat(kept).toString('hex');
}

describe('exported faces', () => {
  beforeAll(() => exported('first'));

  it('are listed in faces.csv, each once, and nothing else lies there', () => {
    const files = rowsOf('first').map(({ file }) => file!);
    expect(new Set(files).size).toBe(files.length);
    expect(readdirSync(at('first')).sort()).toEqual([...files, 'export.json', 'faces.csv'].sort());
    expect(rowsOf('first').map(({ method }) => method)).toEqual(['genuine', 'genuine', 'unknown']);
  });

  it('have the size and the encoding of every other, be it real or fake', () => {
    const jpegs = rowsOf('first').map(({ file }) => readFileSync(at('first', file!)));
    for (const jpeg of jpegs) expect(imageSize(jpeg)).toMatchObject({ width: EXPORT_PX, height: EXPORT_PX });
    expect(new Set(jpegs.map(encoding)).size).toBe(1);
    for (const jpeg of jpegs) expect(coarsestStep(jpeg)).toBeLessThanOrEqual(10);
    for (const jpeg of jpegs) expect(jpeg.subarray(-2).toString('hex')).toBe('ffd9');
  });

  it('show the network’s view and a margin about it', async () => {
    const { picturePx, viewShare } = JSON.parse(readFileSync(at('first', 'export.json'), 'utf8')) as Record<
      string,
      number
    >;
    expect([picturePx, viewShare]).toEqual([EXPORT_PX, VIEW_SHARE]);
    const viewPx = EXPORT_PX * VIEW_SHARE;
    const margin = (EXPORT_PX - viewPx) / 2;
    const signal = new AbortController().signal;
    const [crop] = await decodeCrops(faces.slice(0, 1), store, tools, signal);
    const frame = { rgb: crop!, width: cropPx, height: cropPx, frameIndex: 0, pts: 0, ptsMs: 0 };
    const view = alignFace(frame, faces[0]!.landmarks, viewPx, artefactTemplate);
    const jpeg = readFileSync(at('first', `${nameOf(faces[0]!)}.jpg`));
    const format = { decoder: 'mjpeg', width: EXPORT_PX, height: EXPORT_PX, border: 0 };
    const [picture] = await decodeStills([jpeg], format, tools, signal);
    let difference = 0;
    for (let y = 0; y < viewPx; y += 1) {
      const row = view.subarray(y * viewPx * 3, (y + 1) * viewPx * 3);
      const start = ((y + margin) * EXPORT_PX + margin) * 3;
      for (const [at, level] of row.entries()) difference += Math.abs(level - picture![start + at]!);
    }
    expect(difference / view.length).toBeLessThan(1);
  });

  it('carry what their clip says, whatever characters a name has', () => {
    const rows = rowsOf('first');
    expect(rows[0]).toMatchObject({
      file: `${nameOf(faces[0]!)}.jpg`,
      label: 'real',
      source: '/clips/a.mp4',
      frame: '7',
      identity: 'Anna',
      donors: '',
      sizePx: '91.5',
    });
    const landmarks = rows[0]!['landmarks']!.split(' ').map(Number);
    expect(landmarks).toHaveLength(10);
    // The eyes: level, and about where the network's template has them, in the middle three quarters of the picture.
    expect(landmarks[0]! / EXPORT_PX).toBeCloseTo(0.5 + VIEW_SHARE * (0.3 - 0.5), 1);
    expect(landmarks[3]! / EXPORT_PX).toBeCloseTo(0.5 + VIEW_SHARE * (0.34 - 0.5), 1);
    expect(rows.filter(({ identity }) => identity!.includes('Bert, "the" second'))).toHaveLength(1);
    expect(rows.filter(({ source }) => source === '/clips/c.mp4')).toMatchObject([
      {
        file: `${nameOf(faces[2]!)}.jpg`,
        label: 'fake',
        method: 'unknown',
        donors: 'Carl;Dora',
      },
    ]);
  });

  it('are the same bytes each time', async () => {
    await exported('again');
    const bytes = (name: string) => readdirSync(at(name)).map((file) => readFileSync(at(name, file)));
    expect(Buffer.concat(bytes('again')).equals(Buffer.concat(bytes('first')))).toBe(true);
  });

  it('are named by their crop, and by a number where one crop comes twice', () => {
    const files = rowsOf('first').map(({ file }) => file!);
    const [anna, bert] = faces.map(nameOf);
    expect(anna).toBe(bert);
    expect(files.filter((file) => /^[0-9a-f]{16}(_\d)?\.jpg$/.test(file))).toEqual([
      `${anna}.jpg`,
      `${bert}_2.jpg`,
      `${nameOf(faces[2]!)}.jpg`,
    ]);
  });

  it('are the same in a lab that counts its faces otherwise', async () => {
    const there = { ...run(), store: { ...store, crop: (id: number) => store.crop(id - 70) } };
    const renumbered = faces.map((face) => ({ ...face, id: face.id + 70 }));
    await exportFaces(renumbered, at('elsewhere'), there);
    const files = (name: string) => readdirSync(at(name)).map((file) => [file, readFileSync(at(name, file))]);
    expect(files('elsewhere')).toEqual(files('first'));
  });
});

describe('an export is refused', () => {
  const refusal = (message: RegExp) => ({
    code: 'report/write-failed',
    message: expect.stringMatching(message) as string,
  });

  it('where something lies in the folder, which stays as it is', async () => {
    mkdirSync(at('full'));
    writeFileSync(at('full', 'mine.txt'), 'mine');
    await expect(exported('full')).rejects.toMatchObject(refusal(/full is not empty\. Name a new folder/));
    expect(readdirSync(at('full'))).toEqual(['mine.txt']);
  });

  it('where no folder can be made', async () => {
    writeFileSync(at('file'), '');
    await expect(exported('file')).rejects.toMatchObject(refusal(/cannot be written/));
    await expect(exported('file/below')).rejects.toMatchObject(refusal(/cannot be written/));
  });

  it('where the folder can no longer be written to', async () => {
    const taken = { ...run(), onProgress: () => rmSync(at('taken'), { recursive: true, force: true }) };
    await expect(exportFaces(faces, at('taken'), taken)).rejects.toMatchObject(refusal(/cannot be written/));
  });

  it('once it is stopped, with the reason', async () => {
    const stopped = { ...run(), signal: AbortSignal.abort(new Error('enough')) };
    await expect(exportFaces(faces, at('stopped'), stopped)).rejects.toThrow('enough');
  });
});
