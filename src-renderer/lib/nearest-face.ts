/** A face of a person near a frame. */
import type { StoredFace } from '../../src-main/shared/case.ts';

/** A usable one where there is any; of two as near, the earlier one. */
export function nearestFaceTo(faces: readonly StoredFace[], frameIndex: number): StoredFace | null {
  const usable = faces.filter(({ refused }) => refused === null);
  const far = (face: StoredFace) => Math.abs(face.frameIndex - frameIndex);
  return (usable.length > 0 ? usable : faces).reduce<StoredFace | null>(
    (best, face) => (best !== null && far(best) <= far(face) ? best : face),
    null,
  );
}
