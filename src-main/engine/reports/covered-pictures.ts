/**
 * The pictures of a disclosed version. A face that is not disclosed is filled or left out whole, never blurred: faces
 * behind blur and coarse pixels were recognised again by trained networks (McPherson, Shokri, Shmatikov 2016, "Defeating
 * Image Obfuscation with Deep Learning"), and what is not in the file cannot be.
 */
import type { StoredFace } from '../../shared/case.ts';
import type { Box } from '../../shared/domain.ts';
import type { PersonPlace } from '../../shared/report-choice.ts';
import { groupedBy } from '../support/grouped.ts';
import type { Report, ReportedVideo } from './report.ts';
import { shownFaces } from './shown-faces.ts';

/** A picture of a disclosed face, and where in its frame are faces that must not be seen. */
export interface PictureToCover {
  jpeg: Uint8Array;
  /** Of the face that the picture is of, in pixels of the frame, as the ones to cover. */
  box: Box;
  covered: Box[];
}

/** @returns each picture encoded anew as JPEG: its pixels, with these boxes filled, and nothing else */
export type CoverFaces = (pictures: readonly PictureToCover[]) => Promise<Uint8Array[]>;

/** @returns the pictures of disclosed people that the report shows, by `faceId` */
export async function coveredPictures(
  report: Report,
  disclosed: readonly PersonPlace[],
  cover: CoverFaces,
): Promise<Map<number, Uint8Array>> {
  const pictures = new Map<number, PictureToCover>();
  for (const video of report.videos()) {
    const { shown, hidden } = facesOf(video, disclosed);
    const hiddenIn = groupedBy(hidden, ({ frameIndex }) => frameIndex);
    for (const { faceId, frameIndex, box } of shown) {
      const jpeg = report.crop(faceId);
      if (!(jpeg instanceof Uint8Array)) continue;
      pictures.set(faceId, { jpeg, box, covered: (hiddenIn.get(frameIndex) ?? []).map((face) => face.box) });
    }
  }
  const covered = await cover([...pictures.values()]);
  return new Map([...pictures.keys()].map((faceId, index) => [faceId, covered[index]!]));
}

/** Faces of the disclosed whose pictures the report shows, and all faces of everybody else. */
function facesOf(
  { row, finding, people }: ReportedVideo,
  disclosed: readonly PersonPlace[],
): { shown: StoredFace[]; hidden: StoredFace[] } {
  const tracks = finding?.tracks ?? [];
  const everybody = people?.people ?? tracks;
  const isDisclosed = (id: number) =>
    disclosed.some(({ evidenceId, track }) => evidenceId === row.id && track === id);
  const [seen, hidden] = [true, false].map((which) =>
    everybody.filter(({ id }) => isDisclosed(id) === which).flatMap(({ faces }) => faces),
  ) as [StoredFace[], StoredFace[]];
  const ids = new Set(seen.map(({ faceId }) => faceId));
  const shown = tracks.flatMap(({ faces }) => shownFaces(faces)).filter(({ faceId }) => ids.has(faceId));
  return { shown, hidden };
}
