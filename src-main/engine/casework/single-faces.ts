/** Work on single faces and tracks of the open case that an examiner asks for: one piece at a time, a new one ends the one before. */
import type { Emit, EngineEvents } from '../../shared/contract.ts';
import type { Box, Progress } from '../../shared/domain.ts';
import { EngineError } from '../../shared/errors.ts';
import type { Likeness } from '../../shared/likeness.ts';
import type { OcclusionMap } from '../../shared/occlusion.ts';
import type { AddedFaces } from '../../shared/people.ts';
import type { SimilarFaces } from '../../shared/similar-faces.ts';
import type { ViewedEvidence } from '../../shared/viewing.ts';
import { nobodyAtWork } from '../cases/nobody-at-work.ts';
import type { Toolbox } from '../toolbox.ts';
import { addMissedFace } from './add-missed-face.ts';
import type { CheckedRun } from './checked-run.ts';
import { compareLikeness, type LikenessTools } from './compare-likeness.ts';
import type { CurrentCase, OpenCase } from './current-case.ts';
import { embedTrack } from './embed-track.ts';
import { findSimilarFaces } from './find-similar-faces.ts';
import { mapOcclusion } from './map-occlusion.ts';
import type { TrackFaces } from './references.ts';
import { requireSound } from './require-sound.ts';
import type { Viewing } from './viewing.ts';

/** All tell their progress as `face:progress`. */
export interface SingleFaces {
  /**
   * Adds a face that the detector left out, as a correction of the tracks.
   * @param drawn box in pixels of the frame
   * @returns null if it was cancelled
   * @throws EngineError case/no-examiner, case/nothing-to-correct, case/none-open; media/…, models/…, inference/failed
   */
  add(evidence: ViewedEvidence, frameIndex: number, drawn: Box): Promise<AddedFaces | null>;
  /**
   * The occlusion map of a face with a score; one that was made before comes from the case.
   * @throws EngineError as `add`; case/blind; inference/failed also where the score cannot be reproduced
   */
  occlusion(evidence: ViewedEvidence, faceId: number): Promise<OcclusionMap | null>;
  /**
   * How far a track resembles the references of a person. It is computed anew each time, and stored.
   * @throws EngineError as `add`; case/blind, case/not-comparable
   */
  likeness(evidence: ViewedEvidence, track: number, person: string): Promise<Likeness | null>;
  /**
   * Tracks of the other videos of the case that look like a person. It is computed anew each time, and not stored.
   * @throws EngineError as `likeness`
   */
  similar(evidence: ViewedEvidence, track: number): Promise<SimilarFaces | null>;
  /** Ends what is under way; nothing of it is stored. */
  cancel(): void;
}

export function createSingleFaces(
  toolbox: Toolbox,
  current: CurrentCase,
  viewing: Pick<Viewing, 'check'>,
  emit: Emit<EngineEvents>,
): SingleFaces {
  let running = new AbortController();
  const cancel = () => running.abort();
  /** Identity embeddings of tracks of the open case, by the ids of their faces: references are compared again and again. */
  const embedded = new Map<string, Float32Array[]>();
  current.onClose(() => {
    cancel();
    embedded.clear();
  });

  async function alone<T>(
    evidence: ViewedEvidence,
    work: (opened: OpenCase, run: CheckedRun) => Promise<T>,
  ): Promise<T | null> {
    cancel();
    const { signal } = (running = new AbortController());
    const opened = current.opened(evidence.opening);
    if (opened.file.evidence.get(evidence.evidenceId) === null) throw noSuchEvidence();
    if (opened.file.records.examiner() === null) throw nobodyAtWork();
    const onProgress = (progress: Progress) => emit('face:progress', progress);
    try {
      await requireSound(opened.file);
      // Scores of the finding hold for the file that was analysed.
      const check = () => viewing.check(evidence);
      await check();
      return await work(opened, { signal, onProgress, check });
    } catch (error) {
      if (signal.aborted) return null;
      throw error;
    }
  }

  async function embedding<T>(
    opened: OpenCase,
    run: CheckedRun,
    work: (tools: LikenessTools) => Promise<T>,
  ): Promise<T> {
    const [ffmpeg, { exhibit, provider }] = [await toolbox.ffmpeg(), await toolbox.info()];
    const embedder = await toolbox.openIdentityEmbedder();
    const { name, sha256 } = embedder;
    const by = { embedder: name, sha256, provider: provider.name, exhibit };
    async function embed(track: TrackFaces): Promise<Float32Array[]> {
      const key = track.faces.map(({ faceId }) => faceId).join();
      const known = embedded.get(key);
      if (known) return known;
      const check = () => viewing.check({ opening: opened.opening, evidenceId: track.evidenceId });
      await check();
      const faces = await embedTrack(track, { embedder, ffmpeg }, run.signal);
      await check();
      // Ids of faces are those of one case, which may be closed by now.
      run.signal.throwIfAborted();
      embedded.set(key, faces);
      return faces;
    }
    try {
      return await work({ embed, by });
    } finally {
      await embedder.dispose();
    }
  }

  return {
    add: (evidence, frameIndex, drawn) =>
      alone(evidence, async ({ file }, run) => {
        const added = await addMissedFace(file, { ...evidence, frameIndex, drawn }, toolbox, run);
        emit('evidence:changed', file.evidence.row(evidence.evidenceId));
        return added;
      }),
    occlusion: ({ opening, evidenceId }, faceId) =>
      alone({ opening, evidenceId }, ({ file }, run) =>
        mapOcclusion(file, { evidenceId, faceId }, toolbox, run),
      ),
    likeness: ({ opening, evidenceId }, track, person) =>
      alone({ opening, evidenceId }, (opened, run) =>
        embedding(opened, run, (tools) =>
          compareLikeness(opened.file, { evidenceId, track, person }, tools, run),
        ),
      ),
    similar: ({ opening, evidenceId }, track) =>
      alone({ opening, evidenceId }, (opened, run) =>
        embedding(opened, run, ({ embed }) =>
          findSimilarFaces(opened.file, { evidenceId, track }, embed, run),
        ),
      ),
    cancel,
  };
}

const noSuchEvidence = () => new EngineError('app/bad-message', 'There is no such evidence in this case.');
