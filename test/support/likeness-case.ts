/** A case with clips that look different of the same three women, analysed: enough for references and a questioned face. */
import { join } from 'node:path';
import type { Engine } from '../../src-main/engine/engine.ts';
import type { StoredTrack } from '../../src-main/shared/case.ts';
import type { AnyRecord } from '../../src-main/shared/notebook.ts';
import { faceAnchorOf } from './corrected.ts';
import { writeFaceClip } from './face-clip.ts';

const looks = ['null', 'eq=brightness=0.08', 'eq=gamma=0.8', 'hue=s=0.5', 'eq=contrast=1.2'];

/** Evidence 1 to 5; the last one is the questioned video. */
export const QUESTIONED = looks.length;

/** @returns the path of the case, which is open then */
export async function makeLikenessCase(engine: Engine, folder: string): Promise<string> {
  const path = join(folder, 'a.exhibit');
  const clips = looks.map((_, index) => join(folder, `clip ${index + 1}.mp4`));
  for (const [index, clip] of clips.entries()) await writeFaceClip(clip, 2, looks[index]);
  await engine.cases.create(path);
  await engine.cases.addEvidence(clips);
  const ended = new Promise((resolve) =>
    engine.on(({ name, payload }) => {
      if (name === 'job:changed' && payload.finishedAt !== null) resolve(payload);
    }),
  );
  await engine.analysis.start(
    clips.map((_, index) => index + 1),
    { sampling: { kind: 'spread', count: 6 }, minFacePx: 40, detectSizePx: 640 },
  );
  await ended;
  return path;
}

/** The women from left to right, as tracks of one video. */
export const women = (engine: Engine, evidenceId: number): StoredTrack[] =>
  engine.cases
    .evidenceDetail(evidenceId)
    .finding!.tracks.filter(({ faces }) => faces.some(({ refused }) => refused === null))
    .sort((a, b) => a.faces[0]!.box.x - b.faces[0]!.box.x);

/** @param woman from left to right, from 0 */
export const declareReference = (
  engine: Engine,
  evidenceId: number,
  woman: number,
  person: string,
): AnyRecord =>
  engine.notebook.store({
    ...{ kind: 'reference', evidenceId, subject: null },
    content: { person, face: faceAnchorOf(women(engine, evidenceId)[woman]!.faces[0]!) },
  });
