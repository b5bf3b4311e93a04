/**
 * A data set's faces to a folder that the training recipe of the artefact embedder reads (`models/training`): aligned
 * faces as JPEGs, `faces.csv` that says what each is, and `export.json` that says how they were cut: wider than the
 * network sees them, which the recipe turns and shifts in the margin. Stored crops are JPEGs already; the second coding
 * is the finest that ffmpeg has, so that it adds little to the first.
 */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Label, Landmarks } from '../../shared/domain.ts';
import { EngineError } from '../../shared/errors.ts';
import type { DatasetItem } from '../../shared/lab.ts';
import { artefactTemplate } from '../embedding/artefact-template.ts';
import { alignFace, fitSimilarity } from '../faces/align.ts';
import { encodeJpegs, type Pixels } from '../media/encode-pictures.ts';
import type { FfmpegTools } from '../media/ffmpeg.ts';
import { csvLine } from '../../shared/csv.ts';
import { decodeCrops } from './decode-crops.ts';
import { CROP_PX } from './extract-faces.ts';
import type { FaceStore, StoredFace } from './face-store.ts';
import type { WorkRun } from '../support/work-run.ts';

/** Side of a picture. What the network sees of it is 192 px wide, the recipe's largest (`--size gpu`). */
export const EXPORT_PX = 256;
/**
 * Side of what the network sees, in parts of the picture's; the rest is margin about it. The recipe turns by up to 6°,
 * zooms out to 0.92 and shifts by 4 %, which together reach 0.96 of the picture: it need not invent pixels.
 */
export const VIEW_SHARE = 0.75;
/** Faces in memory together. */
const BATCH = 64;
/** Of the SHA-256 of a crop, in the name of its picture, and of a clip: 64 bits. */
const NAME_DIGITS = 16;

export interface DatasetFace extends StoredFace {
  /** The clip that shows it. */
  item: DatasetItem;
}

interface FaceExportRun extends WorkRun {
  store: FaceStore;
  tools: FfmpegTools;
}

/** What a line of `faces.csv` says; the order is that of its columns. */
interface ExportedFace {
  file: string;
  label: Label;
  /** How it was made: "genuine", or the set's own word. */
  method: string;
  /** Recording, shared by a fake and its original. */
  source: string;
  /** Number in its clip: a fake and its original show the same moment at the same one. */
  frame: number;
  identity: string;
  /** Others whose face went into it, joined by semicolons. */
  donors: string;
  collection: string;
  /** The beginning of its clip's SHA-256. */
  clip: string;
  /** Shorter side of the face where it was found. */
  sizePx: number;
  /** The five landmarks in pixels of the picture, x and y by turns, joined by spaces. */
  landmarks: string;
}

interface Exported {
  row: ExportedFace;
  picture: Pixels;
}

const widened = (at: number) => 0.5 + VIEW_SHARE * (at - 0.5);
const [leftEye, rightEye, nose, leftMouth, rightMouth] = artefactTemplate.map(({ x, y }) => ({
  x: widened(x),
  y: widened(y),
}));
const exportTemplate: Landmarks = [leftEye!, rightEye!, nose!, leftMouth!, rightMouth!];

/**
 * @param folder new or empty
 * @throws EngineError report/write-failed when the folder holds something or can't be written; the abort reason
 */
export async function exportFaces(
  faces: readonly DatasetFace[],
  folder: string,
  { store, tools, signal, onProgress }: FaceExportRun,
): Promise<void> {
  await requireEmpty(folder);
  const rows: ExportedFace[] = [];
  const names = fileNames(faces);
  for (let start = 0; start < faces.length; start += BATCH) {
    signal.throwIfAborted();
    onProgress({ stage: 'save', done: start, total: faces.length });
    const batch = faces.slice(start, start + BATCH);
    const crops = await decodeCrops(batch, store, tools, signal);
    const made = batch.map((face, index) => exported(face, crops[index]!, `${names[start + index]!}.jpg`));
    const jpegs = await encodeJpegs(
      made.map(({ picture }) => picture),
      Infinity,
      tools,
      signal,
      1,
    );
    await Promise.all(made.map(({ row }, index) => write(join(folder, row.file), jpegs[index]!)));
    rows.push(...made.map(({ row }) => row));
  }
  await write(join(folder, 'faces.csv'), table(rows));
  const how = { picturePx: EXPORT_PX, viewShare: VIEW_SHARE };
  await write(join(folder, 'export.json'), `${JSON.stringify(how, null, 2)}\n`);
  onProgress({ stage: 'save', done: faces.length, total: faces.length });
}

/** By the crop, so that every lab gives a face the same name; a crop that comes again is numbered. */
function fileNames(faces: readonly DatasetFace[]): string[] {
  const seen = new Map<string, number>();
  return faces.map(({ cropSha256 }) => {
    const name = cropSha256.slice(0, NAME_DIGITS);
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name}_${times}`;
  });
}

function exported(
  { frameIndex, landmarks, sizePx, item }: DatasetFace,
  rgb: Uint8Array,
  file: string,
): Exported {
  const { label, method, source, identity, donors, collection, sha256 } = item;
  return {
    row: {
      ...{ file, label, method: label === 'fake' ? (method ?? 'unknown') : 'genuine' },
      ...{ source, frame: frameIndex, identity, donors: donors.join(';') },
      ...{ collection: collection ?? '', clip: sha256.slice(0, NAME_DIGITS), sizePx },
      landmarks: placed(landmarks),
    },
    picture: aligned(rgb, landmarks),
  };
}

function aligned(rgb: Uint8Array, landmarks: Landmarks): Pixels {
  const frame = { rgb, width: CROP_PX, height: CROP_PX, frameIndex: 0, pts: 0, ptsMs: 0 };
  const picture = alignFace(frame, landmarks, EXPORT_PX, exportTemplate);
  return { rgb: picture, width: EXPORT_PX, height: EXPORT_PX };
}

/** Where the alignment puts the landmarks: near the template, and not on it. */
function placed(landmarks: Landmarks): string {
  const target = exportTemplate.map(({ x, y }) => ({ x: x * EXPORT_PX, y: y * EXPORT_PX }));
  const { a, b, dx, dy } = fitSimilarity(landmarks, target);
  return landmarks
    .flatMap(({ x, y }) => [a * x - b * y + dx, b * x + a * y + dy])
    .map((value) => value.toFixed(1))
    .join(' ');
}

function table(rows: readonly ExportedFace[]): string {
  const columns = [
    'file',
    'label',
    'method',
    'source',
    'frame',
    'identity',
    'donors',
    'collection',
    'clip',
    'sizePx',
    'landmarks',
  ] as const;
  return [columns, ...rows.map((row) => columns.map((column) => row[column]))].map(csvLine).join('');
}

/** @throws EngineError report/write-failed */
export async function requireEmpty(folder: string): Promise<void> {
  const held = await mkdir(folder, { recursive: true }).then(
    () => readdir(folder),
    (error: unknown) => {
      throw failed(folder, error);
    },
  );
  if (held.length > 0) {
    throw new EngineError('report/write-failed', `${folder} is not empty. Name a new folder.`);
  }
}

const write = (path: string, content: string | Buffer) =>
  writeFile(path, content).catch((error: unknown) => {
    throw failed(path, error);
  });

function failed(path: string, error: unknown): EngineError {
  const reason = error instanceof Error ? error.message : String(error);
  return new EngineError('report/write-failed', `${path} cannot be written: ${reason}`, { cause: error });
}
