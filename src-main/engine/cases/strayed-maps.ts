/**
 * Occlusion maps whose face is no longer the one that they were made of. A finding's digest holds the faces in their order
 * and not their numbers, and a map names its face by number: with other numbers, it would be shown for another face.
 */
import { recordContents } from '../../shared/notebook-change.ts';
import { subjectText } from '../../shared/notebook-wording.ts';
import { isMapOf, type OcclusionMap } from '../../shared/occlusion.ts';
import { sha256Of } from '../support/sha256.ts';
import type { CaseDatabase } from './case-database.ts';
import type { ImageStore } from './images.ts';

interface MapRow {
  subject: string;
  content: string;
}

interface FaceRow {
  findingId: number;
  frameIndex: number;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** @returns a sentence for each */
export function strayedMaps({ sqlite, read }: CaseDatabase, images: ImageStore): () => string[] {
  const selectMaps = sqlite.prepare<[], MapRow>(
    `SELECT subject, content FROM records WHERE kind = 'occlusion' AND content IS NOT NULL ORDER BY id`,
  );
  const selectFace = sqlite.prepare<[number], FaceRow>(
    `SELECT verdict_id AS findingId, frame_index AS frameIndex, box_x AS x, box_y AS y, box_width AS width,
       box_height AS height
     FROM faces JOIN tracks ON tracks.id = track_id WHERE faces.id = ?`,
  );

  /** Of an added face, the records hold all but the picture. */
  function isInPlace({ faceId, of }: OcclusionMap): boolean {
    // Such a map is shown for no face.
    if (of === undefined) return true;
    const picture = images.crop(faceId);
    if ((picture && sha256Of(picture.bytes)) !== of.picture) return false;
    if (faceId < 0) return true;
    const row = selectFace.get(faceId);
    if (!row) return false;
    const { findingId, frameIndex, ...box } = row;
    return isMapOf({ faceId, of }, { faceId, frameIndex, box }, findingId);
  }

  return () =>
    read(() =>
      selectMaps.all().flatMap(({ subject, content }) => {
        const map = recordContents.occlusion.safeParse(JSON.parse(content));
        // Of an edited record, its own digest tells.
        if (!map.success || isInPlace(map.data)) return [];
        return [
          `${subjectText('occlusion', subject)} was made of another face than the one that has its number now.`,
        ];
      }),
    );
}
