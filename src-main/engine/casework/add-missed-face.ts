/** A face that the detector left out, as a correction of the tracks: found, scored by the finding's own model, stored. */
import type { StoredFinding } from '../../shared/case.ts';
import type { Box } from '../../shared/domain.ts';
import { addedFaceId, type AddedFace, type AddedFaces, type FaceAnchor } from '../../shared/people.ts';
import type { CaseFile } from '../cases/case-file.ts';
import { FACE_IMAGE_PX } from '../faces/face-image.ts';
import { encodeJpegs } from '../media/encode-pictures.ts';
import { indexFrames } from '../media/frame-index.ts';
import { probe } from '../media/probe.ts';
import { groupFaces, type Group } from '../people/group-faces.ts';
import { isSameFace } from '../people/resolve-anchor.ts';
import type { AnalysisTools } from '../pipeline/analysis-tools.ts';
import { findMissedFace, type MissedFace } from '../pipeline/find-missed-face.ts';
import { scoreFaces } from '../pipeline/score-faces.ts';
import { groupedBy } from '../support/grouped.ts';
import type { Toolbox } from '../toolbox.ts';
import { MIN_USABLE_FACES } from '../verdict/confidence.ts';
import type { CheckedRun } from './checked-run.ts';
import { newestFinding, nothingToCorrect, storeCorrection, visibleCorrections } from './correct-people.ts';
import { toolsOfFinding } from './tools-of-finding.ts';

interface Wish {
  evidenceId: number;
  frameIndex: number;
  /** In pixels of the frame. */
  drawn: Box;
}

type Unpictured = Omit<AddedFace, 'crop'>;

/** @throws EngineError as `SingleFaces.add`; the abort reason */
export async function addMissedFace(
  file: CaseFile,
  { evidenceId, frameIndex, drawn }: Wish,
  toolbox: Toolbox,
  run: CheckedRun,
): Promise<AddedFaces> {
  const finding = newestFinding(file, evidenceId);
  const path = file.reach(file.evidence.row(evidenceId).path);
  const { parameters } = finding;
  const groups = () => groupFaces(finding, visibleCorrections(file, evidenceId)).groups;
  const known = knownBoxes(groups());
  const tools = await toolsOfFinding(finding, toolbox);
  const media = await probe(path, tools.ffmpeg, run.signal, parameters.stream);
  const index = await indexFrames(path, media, tools.ffmpeg, run.signal);
  const found = await findMissedFace(
    { path, media, index },
    {
      ...{ frameIndex, drawn, parameters, known },
      sampled: finding.frames.flatMap((frame) => (frame.skipped === null ? [frame.frameIndex] : [])),
    },
    tools,
    run,
  );
  if (found === null) throw noFaceThere();
  const inBox = found.find((face) => face.frameIndex === frameIndex)!;
  if (known(frameIndex).some((box) => isSameFace(box, inBox.box))) throw knownAlready();
  const faces = await scored(found, finding, tools);
  const pictures = found.map(({ picture }) => ({
    rgb: picture,
    width: FACE_IMAGE_PX,
    height: FACE_IMAGE_PX,
  }));
  const jpegs = await encodeJpegs(pictures, FACE_IMAGE_PX, tools.ffmpeg, run.signal);
  await run.check();
  run.signal.throwIfAborted();
  const at: FaceAnchor = { frameIndex, ptsMs: index.timesMs[frameIndex]!, box: drawn };
  const by = {
    classifier: tools.classifier.sha256,
    provider: tools.provider.name,
    exhibit: tools.versions.exhibit,
  };
  const stored = file.atOnce(() => {
    const crops = file.addedCrops.add(jpegs);
    const pictured = faces.map((face, place) => ({ ...face, crop: crops[place]! }));
    storeCorrection(file, {
      kind: 'people',
      evidenceId,
      act: { kind: 'add', drawn: at, faces: pictured, by },
    });
    return pictured;
  });
  const ids = new Set(stored.map(addedFaceId));
  const person = groups().find((each) => each.faces.some(({ faceId }) => ids.has(faceId)))!;
  return {
    ...{ person: person.id, faces: faces.length, needed: MIN_USABLE_FACES },
    usable: faces.filter(({ score }) => score !== null).length,
  };
}

/** Of the machine, and of what was added before. */
function knownBoxes(people: readonly Group[]): (frameIndex: number) => readonly Box[] {
  const faces = people.flatMap((person) => person.faces);
  const byFrame = groupedBy(faces, (face) => face.frameIndex);
  return (frameIndex) => (byFrame.get(frameIndex) ?? []).map(({ box }) => box);
}

async function scored(
  found: readonly MissedFace[],
  { guests }: StoredFinding,
  tools: AnalysisTools,
): Promise<Unpictured[]> {
  const faces = await scoreFaces(found, tools.classifier);
  return faces.map((face, at) => ({
    ...face,
    guests: guests.map(({ sha256 }) => {
      const place = tools.guests.findIndex((guest) => guest.sha256 === sha256);
      const raw = found[at]!.guests?.[place] ?? null;
      return { sha256, score: raw === null ? null : tools.guests[place]!.score(raw) };
    }),
  }));
}

const noFaceThere = () =>
  nothingToCorrect(
    'The detector finds no face in this box, even when it looks only there. Without its landmarks a face cannot be aligned and scored. Draw the box closely about one face, from brow to chin, or choose a frame that shows it larger or more from the front.',
  );

const knownAlready = () =>
  nothingToCorrect('The face in this box is among the tracks already, at the same place.');
