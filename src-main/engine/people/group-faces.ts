/** The faces of a finding, and those that were added, grouped into people as examiners corrected them, one correction after the other. */
import type { StoredFace, StoredFinding } from '../../shared/case.ts';
import {
  addedFaceId,
  type Correction,
  type CorrectionAct,
  type FaceAnchor,
  type PlacedCorrection,
} from '../../shared/people.ts';
import { isSameFace, resolveAnchor } from './resolve-anchor.ts';

export interface Group {
  /** The lowest number of the tracks that were merged; what is split off or added gets the next free one. */
  id: number;
  /** The machine's tracks that its faces are from, in order. */
  tracks: number[];
  faces: StoredFace[];
  /** The name, and the face that was named: it goes with that face when the person is split. */
  named: { name: string; faceId: number } | null;
  /** Who marked it as no face. */
  noFace: string | null;
}

type GroupedFinding = Pick<StoredFinding, 'sha256' | 'media' | 'tracks' | 'models' | 'guests'>;
type Addition = Extract<CorrectionAct, { kind: 'add' }>;

/** @returns the groups in order of their first faces, and each correction with why it has no effect, if so */
export function groupFaces(
  finding: GroupedFinding,
  corrections: readonly Correction[],
): { groups: Group[]; corrections: PlacedCorrection[] } {
  const { sha256, media } = finding;
  const grouping = new Grouping(finding);
  const placed = corrections.map((correction) => ({
    ...correction,
    unused:
      correction.sha256 !== sha256
        ? 'It was made on another file: this one has another SHA-256.'
        : correction.stream !== media.video.index
          ? 'It was made on another video stream of the file.'
          : grouping.apply(correction.act, correction.author),
  }));
  return { groups: grouping.inOrder(), corrections: placed };
}

class Grouping {
  readonly #finding: GroupedFinding;
  /** Where anchors look for faces: the machine's tracks, and the faces of each addition. */
  readonly #places: { faces: readonly StoredFace[] }[];
  #groups: Group[];
  #nextId: number;
  /** Track of each face, by its id. */
  readonly #trackOf: ReadonlyMap<number, number>;

  constructor(finding: GroupedFinding) {
    const { tracks } = finding;
    this.#finding = finding;
    this.#places = [...tracks];
    this.#groups = tracks.map(({ id, faces }) => ({
      ...{ id, tracks: [id], faces: [...faces] },
      ...{ named: null, noFace: null },
    }));
    this.#trackOf = new Map(tracks.flatMap(({ id, faces }) => faces.map(({ faceId }) => [faceId, id])));
    this.#nextId = Math.max(0, ...tracks.map(({ id }) => id)) + 1;
  }

  inOrder(): Group[] {
    return this.#groups.toSorted((a, b) => a.faces[0]!.ptsMs - b.faces[0]!.ptsMs || a.id - b.id);
  }

  /** @returns why it has no effect; null if it has one */
  apply(act: CorrectionAct, author: string): string | null {
    if (act.kind === 'merge') return this.#merge(act.faces);
    if (act.kind === 'add') return this.#add(act);
    const face = resolveAnchor(act.face, this.#places);
    if (face === null) return nowhere(act.face);
    const group = this.#groupOf(face);
    if (act.kind === 'split') return this.#split(group, act.frameIndex);
    if (act.kind === 'no-face') group.noFace = author;
    else group.named = { name: act.name, faceId: face.faceId };
    return null;
  }

  #merge(anchors: readonly [FaceAnchor, FaceAnchor]): string | null {
    const faces = anchors.map((anchor) => resolveAnchor(anchor, this.#places));
    const lost = faces.indexOf(null);
    if (lost >= 0) return nowhere(anchors[lost]!);
    const [first, second] = faces.map((face) => this.#groupOf(face!)).sort((a, b) => a.id - b.id);
    if (first === second) return 'Both faces are of one person already.';
    first!.tracks = [...new Set([...first!.tracks, ...second!.tracks])].sort((a, b) => a - b);
    first!.faces = [...first!.faces, ...second!.faces].sort(byTime);
    first!.named ??= second!.named;
    // What was no face is a face of this person now.
    if (second!.noFace === null) first!.noFace = null;
    this.#groups = this.#groups.filter((group) => group !== second);
    return null;
  }

  #add({ faces, by }: Addition): string | null {
    const { models, guests } = this.#finding;
    if (!models.some(({ role, sha256 }) => role === 'classifier' && sha256 === by.classifier)) {
      return 'It was scored by another model than this finding. Draw its box again to have it scored by this one.';
    }
    const scoredBy = new Set(faces[0]!.guests.map(({ sha256 }) => sha256));
    const silent = guests.find(({ sha256 }) => !scoredBy.has(sha256));
    if (silent) return `The detector ${silent.name} has not scored it. Draw its box again to have it scored.`;
    const known = this.#places.flatMap((place) => place.faces);
    const isKnown = ({ frameIndex, box }: Addition['faces'][number]) =>
      known.some((face) => face.frameIndex === frameIndex && isSameFace(face.box, box));
    const left = faces
      .filter((face) => !isKnown(face))
      .map(({ crop, guests: _, ...face }): StoredFace => ({ ...face, faceId: addedFaceId({ crop }) }));
    if (left.length === 0) return 'The face at that place is among the tracks already.';
    this.#places.push({ faces: left });
    this.#groups.push({ id: this.#nextId, tracks: [], faces: left, named: null, noFace: null });
    this.#nextId += 1;
    return null;
  }

  #split(group: Group, frameIndex: number): string | null {
    const before = group.faces.filter((face) => face.frameIndex < frameIndex);
    const after = group.faces.filter((face) => face.frameIndex >= frameIndex);
    if (before.length === 0 || after.length === 0) {
      return `All faces of track ${group.id} are on one side of frame ${frameIndex}.`;
    }
    const { named, noFace } = group;
    const isLater = after.some(({ faceId }) => faceId === named?.faceId);
    const tracks = (faces: readonly StoredFace[]) => {
      // An added face has none.
      const those = new Set(faces.map(({ faceId }) => this.#trackOf.get(faceId)));
      return group.tracks.filter((id) => those.has(id));
    };
    this.#groups.push({
      ...{ id: this.#nextId, tracks: tracks(after), faces: after },
      ...{ named: isLater ? named : null, noFace },
    });
    this.#nextId += 1;
    Object.assign(group, { tracks: tracks(before), faces: before, named: isLater ? null : named });
    return null;
  }

  #groupOf({ faceId }: StoredFace): Group {
    const track = this.#trackOf.get(faceId);
    return this.#groups.find(
      ({ tracks, faces }) =>
        (track === undefined || tracks.includes(track)) && faces.some((face) => face.faceId === faceId),
    )!;
  }
}

const byTime = (a: StoredFace, b: StoredFace) => a.ptsMs - b.ptsMs || a.faceId - b.faceId;

const nowhere = ({ frameIndex }: FaceAnchor): string =>
  `This finding has no face at that place in frame ${frameIndex}, nor within a second of it.`;
