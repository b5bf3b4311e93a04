/** Pictures of a case: a crop for each face, also of those added by hand, and one thumbnail for each analysis, all JPEG. */
import type { ImageBytes } from '../../shared/domain.ts';
import type { AddedCrops } from './added-crops.ts';
import type { CaseDatabase } from './case-database.ts';

export interface ImageStore {
  /** @param faceId of an added face it is below zero */
  crop(faceId: number): ImageBytes | null;
  /** The picture of the newest finding. */
  thumbnail(evidenceId: number): ImageBytes | null;
}

export function imageStore({ sqlite, read }: CaseDatabase, added: AddedCrops): ImageStore {
  const selectCrop = sqlite.prepare<[number], Buffer>('SELECT jpeg FROM crops WHERE face_id = ?').pluck();
  const selectThumbnail = sqlite
    .prepare<[number], Buffer>(
      `SELECT jpeg FROM thumbnails
       WHERE verdict_id = (SELECT max(id) FROM verdicts WHERE evidence_id = ?)`,
    )
    .pluck();
  return {
    crop: (faceId) => (faceId < 0 ? jpeg(added.get(-faceId)) : read(() => jpeg(selectCrop.get(faceId)))),
    thumbnail: (evidenceId) => read(() => jpeg(selectThumbnail.get(evidenceId))),
  };
}

const jpeg = (bytes: Uint8Array | null | undefined): ImageBytes | null =>
  bytes ? { mime: 'image/jpeg', bytes } : null;
