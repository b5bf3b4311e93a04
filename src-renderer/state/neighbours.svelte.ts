/** One face of a run, and the training faces that lie nearest to it. */
import type { FaceNeighbours, LaidOutFace } from '../../src-main/shared/lab.ts';
import { texts } from '../texts/texts.ts';
import { AskingStore } from './asking-store.ts';

/** Of each label. */
const shownNeighbours = 6;

export class NeighbourStore extends AskingStore {
  face = $state.raw<LaidOutFace | null>(null);
  /** null while it is looked for. */
  found = $state.raw<FaceNeighbours | null>(null);

  /** Answers for a face that is no longer shown are dropped. */
  async show(runId: number, face: LaidOutFace): Promise<void> {
    this.face = face;
    this.found = null;
    const { faceId } = face;
    const found = await this.ask(texts.runs.nearestFacesAreNotKnown, 'experiment:neighbours', {
      runId,
      faceId,
      count: shownNeighbours,
    });
    if (found && this.face === face) this.found = found;
  }

  close(): void {
    this.face = null;
    this.found = null;
  }
}
