/** The occlusion map of a face, made by the finding's own model and kept as a record of the case. */
import type { StoredFace } from '../../shared/case.ts';
import { EngineError } from '../../shared/errors.ts';
import { isMapOf, occlusionSubject, type MappedFace, type OcclusionMap } from '../../shared/occlusion.ts';
import { isAdded } from '../../shared/people.ts';
import type { CaseFile } from '../cases/case-file.ts';
import { intoFaceImage } from '../faces/face-image.ts';
import type { Frame } from '../media/frame.ts';
import { occlusionMap } from '../pipeline/occlusion-map.ts';
import { groupFaces } from '../people/group-faces.ts';
import { sha256Of } from '../support/sha256.ts';
import type { Toolbox } from '../toolbox.ts';
import type { CheckedRun } from './checked-run.ts';
import { newestFinding, visibleCorrections } from './correct-people.ts';
import { framesAgain } from '../media/frames-again.ts';
import { toolsOfFinding } from './tools-of-finding.ts';

/** Between the score of the finding and the one that is computed anew: providers differ in the last digits. */
const REPRODUCED_WITHIN = 0.01;

/** @throws EngineError as `SingleFaces.occlusion`; the abort reason */
export async function mapOcclusion(
  file: CaseFile,
  { evidenceId, faceId }: { evidenceId: number; faceId: number },
  toolbox: Toolbox,
  run: CheckedRun,
): Promise<OcclusionMap> {
  const { path, blind } = file.evidence.row(evidenceId);
  if (blind) throw hidden();
  const finding = newestFinding(file, evidenceId);
  const { groups } = groupFaces(finding, visibleCorrections(file, evidenceId));
  const face = groups.flatMap(({ faces }) => faces).find((each) => each.faceId === faceId);
  if (!face || face.score === null) throw unscored();
  const subject = occlusionSubject(evidenceId, faceId);
  const of = mappedFace(file, face, finding.id);
  const known = file.records.get(subject);
  if (known?.kind === 'occlusion' && known.content) {
    const { content } = known;
    if (isMapOf(content, face, finding.id) && content.of!.picture === of.picture) return content;
  }
  const tools = await toolsOfFinding(finding, toolbox);
  const { stream } = finding.parameters;
  const frame = await oneFrame(
    framesAgain({ path: file.reach(path), stream }, [face.frameIndex], tools.ffmpeg, run.signal),
  );
  const embedder = await toolbox.openEmbedder(tools.embedder.name);
  try {
    const map = await occlusionMap(frame, face.landmarks, { embedder, classifier: tools.classifier }, run);
    if (Math.abs(map.score - face.score) > REPRODUCED_WITHIN) throw another(map.score, face.score);
    const [a, b, c] = map.corners.map((corner) => intoFaceImage(corner, face.box, 1));
    const content: OcclusionMap = {
      ...{ ...map, faceId, of, corners: [a!, b!, c!] },
      by: {
        classifier: tools.classifier.sha256,
        provider: tools.provider.name,
        exhibit: tools.versions.exhibit,
      },
    };
    await run.check();
    run.signal.throwIfAborted();
    file.records.store({ kind: 'occlusion', subject, evidenceId, content });
    return content;
  } finally {
    await embedder.dispose();
  }
}

function mappedFace({ images }: CaseFile, face: StoredFace, findingId: number): MappedFace {
  const picture = images.crop(face.faceId);
  return {
    findingId: isAdded(face) ? null : findingId,
    ...{ frameIndex: face.frameIndex, box: face.box },
    picture: picture && sha256Of(picture.bytes),
  };
}

async function oneFrame(frames: AsyncIterable<Frame>): Promise<Frame> {
  for await (const frame of frames) return frame;
  throw new Error('a frame that cannot be decoded is told by its error');
}

const hidden = () =>
  new EngineError(
    'case/blind',
    'This case works blind first: store your first impression of the video, then ask what moves a score.',
  );

const unscored = () =>
  new EngineError('app/bad-message', 'This face has no score that could move. Choose a face with a score.');

const another = (now: number, then: number) =>
  new EngineError(
    'inference/failed',
    `The score of this face is ${now.toFixed(3)} when it is computed anew, and ${then.toFixed(3)} in the finding, so no map of it is made. Analyse the video again on this computer, and ask for a face of that finding.`,
  );
