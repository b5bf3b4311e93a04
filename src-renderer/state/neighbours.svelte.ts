/** One face of a run, and the training faces that lie nearest to it. */
import type { Label } from '../../src-main/shared/domain.ts';
import type { FaceNeighbours, LaidOutFace } from '../../src-main/shared/lab.ts';
import type { Desk } from '../lib/desk.ts';
import type { NoticeStore } from './notices.svelte.ts';

/** Of each label. */
const shownNeighbours = 6;

export class NeighbourStore {
  readonly #desk: Desk;
  readonly #notices: NoticeStore;
  face = $state.raw<LaidOutFace | null>(null);
  /** null while it is looked for. */
  found = $state.raw<FaceNeighbours | null>(null);

  constructor(desk: Desk, notices: NoticeStore) {
    this.#desk = desk;
    this.#notices = notices;
  }

  /** Answers for a face that is no longer shown are dropped. */
  async show(runId: number, face: LaidOutFace): Promise<void> {
    this.face = face;
    this.found = null;
    const { faceId } = face;
    const found = await this.#notices.guard('The nearest faces are not known', () =>
      this.#desk.ask('experiment:neighbours', { runId, faceId, count: shownNeighbours }),
    );
    if (found && this.face === face) this.found = found;
  }

  close(): void {
    this.face = null;
    this.found = null;
  }

  of(label: Label): FaceNeighbours['real'] {
    return this.found?.[label] ?? [];
  }
}
