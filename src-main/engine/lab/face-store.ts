/**
 * Faces of labelled clips and their embeddings, each made once: a face is known by the hash of its crop, an
 * embedding by that and the network's. A view is how a clip was looked at (`face-view.ts`).
 */
import type { Landmarks } from '../../shared/domain.ts';
import type { ErrorReport } from '../../shared/errors.ts';
import type { LabDatabase } from './lab-database.ts';
import { sha256Of } from '../support/sha256.ts';

/** A face before it is stored; landmarks in pixels of the crop. */
interface CroppedFace {
  frameIndex: number;
  ptsMs: number;
  /** JPEG. */
  crop: Buffer;
  landmarks: Landmarks;
  /** Shorter side of the face in its frame. */
  sizePx: number;
  /** In its frame; null for faces of labs that did not keep it. */
  sharpness: number | null;
}

export interface SeenFace extends CroppedFace {
  /** By hash of the network, made from the frame as in casework: a crop has lost detail. */
  vectors: ReadonlyMap<string, Float32Array>;
}

export interface StoredFace extends Omit<CroppedFace, 'crop'> {
  id: number;
  itemId: number;
  cropSha256: string;
}

/** `cropSha256` is the crop's own hash, or stands for a copy made from the crop of `sourceSha256`. */
interface NewEmbedding {
  cropSha256: string;
  sourceSha256: string;
  vector: Float32Array;
}

export interface FailedItem {
  path: string;
  error: ErrorReport;
}

export interface FaceStore {
  /** Whether the clip was looked at in this view, be it in vain, and its faces have their vectors of these networks. */
  isExtracted(itemId: number, view: string, networks: readonly string[]): boolean;
  /** Faces that are stored already keep their crops and numbers, and gain the vectors. */
  add(itemId: number, view: string, faces: readonly SeenFace[]): void;
  /** Unless the clip showed its faces before. */
  fail(itemId: number, view: string, error: ErrorReport): void;
  failures(datasetId: number, view: string): FailedItem[];
  /** Of clips that take part in experiments, by clip and frame. */
  faces(datasetId: number, view: string): StoredFace[];
  /** Forgets what failed for another reason than that no face is usable, so that it is tried again. */
  retryFailed(datasetId: number, view: string): void;
  face(faceId: number): (StoredFace & { crop: Buffer }) | null;
  crop(faceId: number): Buffer | null;
  addEmbeddings(modelSha256: string, entries: readonly NewEmbedding[]): void;
  /** By the hash of the crop, or of what was made from it. */
  embedding(cropSha256: string, modelSha256: string): Float32Array | null;
  /** By crop hash. */
  embeddings(datasetId: number, view: string, modelSha256: string): Map<string, Float32Array>;
}

const columns = `faces.id, faces.item_id AS itemId, faces.frame_index AS frameIndex, faces.pts_ms AS ptsMs,
  faces.crop_sha256 AS cropSha256, faces.landmarks, faces.size_px AS sizePx, faces.sharpness`;
const taking = `FROM faces JOIN dataset_items ON dataset_items.id = faces.item_id
  WHERE dataset_items.dataset_id = ? AND dataset_items.duplicate_of IS NULL AND faces.view = ?`;

/** A copy: the row's bytes need not lie on a multiple of four. */
const toVector = (bytes: Buffer) => new Float32Array(Uint8Array.from(bytes).buffer);

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array) =>
  Buffer.from(buffer, byteOffset, byteLength);

type FaceRow = Omit<StoredFace, 'landmarks'> & { landmarks: string };

const fromRow = <T extends FaceRow>(row: T) => ({
  ...row,
  landmarks: JSON.parse(row.landmarks) as Landmarks,
});

export function faceStore({ sqlite, read, write }: LabDatabase): FaceStore {
  const extraction = sqlite.prepare<[number, string, string]>(
    `SELECT 1 FROM extractions WHERE item_id = ? AND view = ? AND NOT EXISTS (
       SELECT 1 FROM faces JOIN json_each(?) AS network
       WHERE faces.item_id = extractions.item_id AND faces.view = extractions.view AND NOT EXISTS (
         SELECT 1 FROM embeddings
         WHERE embeddings.crop_sha256 = faces.crop_sha256 AND embeddings.model_sha256 = network.value))`,
  );
  const insertExtraction = sqlite.prepare(
    `INSERT INTO extractions (item_id, view, error_code, error_message) VALUES (?, ?, ?, ?)
     ON CONFLICT (item_id, view) DO NOTHING`,
  );
  const insertFace = sqlite.prepare<unknown[], { stored: string }>(
    `INSERT INTO faces (item_id, view, frame_index, pts_ms, crop, crop_sha256, landmarks, size_px, sharpness)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (item_id, view, frame_index) DO UPDATE SET sharpness = coalesce(sharpness, excluded.sharpness)
     RETURNING crop_sha256 AS stored`,
  );
  const selectFaces = sqlite.prepare<[number, string], FaceRow>(
    `SELECT ${columns} ${taking} ORDER BY faces.item_id, faces.frame_index`,
  );
  const selectFace = sqlite.prepare<[number], FaceRow & { crop: Buffer }>(
    `SELECT ${columns}, faces.crop FROM faces WHERE id = ?`,
  );
  const selectFailures = sqlite.prepare<
    [number, string],
    { path: string; code: ErrorReport['code']; message: string }
  >(
    `SELECT path, error_code AS code, error_message AS message FROM extractions
     JOIN dataset_items ON dataset_items.id = item_id
     WHERE dataset_id = ? AND view = ? AND error_code IS NOT NULL AND duplicate_of IS NULL ORDER BY path`,
  );
  const deleteFailures = sqlite.prepare(
    `DELETE FROM extractions WHERE view = ? AND error_code IS NOT NULL AND error_code != 'media/no-frames'
     AND item_id IN (SELECT id FROM dataset_items WHERE dataset_id = ?)`,
  );
  const insertEmbedding = sqlite.prepare(
    'INSERT OR REPLACE INTO embeddings (crop_sha256, model_sha256, source_sha256, vector) VALUES (?, ?, ?, ?)',
  );
  const selectEmbeddings = sqlite.prepare<[string, number, string], { cropSha256: string; vector: Buffer }>(
    `SELECT crop_sha256 AS cropSha256, vector FROM embeddings WHERE model_sha256 = ? AND crop_sha256 IN
     (SELECT faces.crop_sha256 ${taking})`,
  );

  const selectEmbedding = sqlite.prepare<[string, string], { vector: Buffer }>(
    'SELECT vector FROM embeddings WHERE crop_sha256 = ? AND model_sha256 = ?',
  );

  return {
    isExtracted: (itemId, view, networks) =>
      read(() => extraction.get(itemId, view, JSON.stringify(networks)) !== undefined),
    add: (itemId, view, faces) =>
      write(() => {
        insertExtraction.run(itemId, view, null, null);
        for (const { frameIndex, ptsMs, crop, landmarks, sizePx, sharpness, vectors } of faces) {
          const hash = sha256Of(crop);
          const { stored } = insertFace.get(
            ...[itemId, view, frameIndex, ptsMs, crop, hash, JSON.stringify(landmarks), sizePx, sharpness],
          )!;
          for (const [network, vector] of vectors)
            insertEmbedding.run(stored, network, stored, bytesOf(vector));
        }
      }),
    fail: (itemId, view, { code, message }) =>
      write(() => void insertExtraction.run(itemId, view, code, message)),
    failures: (datasetId, view) =>
      read(() =>
        selectFailures
          .all(datasetId, view)
          .map(({ path, code, message }) => ({ path, error: { code, message } })),
      ),
    faces: (datasetId, view) => read(() => selectFaces.all(datasetId, view).map(fromRow)),
    retryFailed: (datasetId, view) => write(() => void deleteFailures.run(view, datasetId)),
    face: (faceId) =>
      read(() => {
        const row = selectFace.get(faceId);
        return row ? fromRow(row) : null;
      }),
    crop: (faceId) => read(() => selectFace.get(faceId)?.crop ?? null),
    addEmbeddings: (modelSha256, entries) =>
      write(() => {
        for (const { cropSha256, sourceSha256, vector } of entries) {
          insertEmbedding.run(cropSha256, modelSha256, sourceSha256, bytesOf(vector));
        }
      }),
    embedding: (cropSha256, modelSha256) =>
      read(() => {
        const row = selectEmbedding.get(cropSha256, modelSha256);
        return row ? toVector(row.vector) : null;
      }),
    embeddings: (datasetId, view, modelSha256) =>
      read(() => {
        const found = new Map<string, Float32Array>();
        for (const { cropSha256, vector } of selectEmbeddings.iterate(modelSha256, datasetId, view)) {
          found.set(cropSha256, toVector(vector));
        }
        return found;
      }),
  };
}
