/** What is asked about single faces of the video under review: one that was missed is added, and what moves a score. */
import type { Box, Progress } from '../../src-main/shared/domain.ts';
import type { OcclusionMap } from '../../src-main/shared/occlusion.ts';
import { addedText } from '../../src-main/shared/people-wording.ts';
import type { Desk } from '../lib/desk.ts';
import type { StoredFace } from '../../src-main/shared/case.ts';
import { AskingStore } from './asking-store.ts';
import type { NotebookStore } from './notebook.svelte.ts';
import type { NoticeStore } from './notices.svelte.ts';
import type { Playhead } from './playhead.svelte.ts';
import { texts } from '../texts/texts.ts';

export class SingleFaceStore extends AskingStore {
  readonly #notebook: NotebookStore;
  readonly #playhead: Playhead;
  /** Set while the box of a missed face is to be drawn on the frame. */
  drawing = $state(false);
  /** Set while the engine is at work on a face. */
  progress = $state.raw<Progress | null>(null);
  /** The face whose occlusion map is shown, or made. */
  mapped = $state.raw<{ evidenceId: number; findingId: number; face: StoredFace } | null>(null);

  constructor(desk: Desk, notices: NoticeStore, notebook: NotebookStore, playhead: Playhead) {
    super(desk, notices);
    this.#notebook = notebook;
    this.#playhead = playhead;
  }

  /** @returns what ends the listening */
  listen(): () => void {
    return this.desk.on('face:progress', (progress) => {
      if (this.progress !== null) this.progress = progress;
    });
  }

  /** Begins to draw, or ends it; whoever draws has to be named. */
  toggleDrawing(): void {
    if (this.#notebook.examiner === null) this.#notebook.askingWho = true;
    else this.drawing = !this.drawing;
  }

  /** @param drawn on the frame on screen, in its pixels */
  async add(drawn: Box): Promise<void> {
    this.drawing = false;
    const { detail, shown } = this.#playhead;
    if (!detail || !shown) return;
    const { opening, row } = detail;
    const { frameIndex } = shown.facts;
    this.progress = { stage: 'hash', done: 0, total: null };
    const added = await this.ask(texts.people.noFaceWasAdded, 'face:add', {
      ...{ opening, evidenceId: row.id, frameIndex, drawn },
    });
    this.progress = null;
    if (!added) return;
    await this.#notebook.catchUp();
    if (this.#playhead.detail?.row.id !== row.id) return;
    this.#playhead.chooseTrack(added.person);
    this.notices.done(texts.people.trackPersonWasAdded({ person: added.person }), addedText(added));
  }

  /** The map of the face that is shown; null while it is made. */
  get map(): OcclusionMap | null {
    const { mapped } = this;
    return mapped && this.#notebook.occlusionOf(mapped.evidenceId, mapped.face, mapped.findingId);
  }

  /** Shows the occlusion map of a face; one that the case does not have yet is made first. */
  async showMap(face: StoredFace): Promise<void> {
    const { detail } = this.#playhead;
    if (!detail?.finding) return;
    const { opening, row, finding } = detail;
    const known = this.#notebook.occlusionOf(row.id, face, finding.id);
    if (known === null && this.#notebook.examiner === null) {
      this.#notebook.askingWho = true;
      return;
    }
    this.mapped = { evidenceId: row.id, findingId: finding.id, face };
    if (known) return;
    this.progress = { stage: 'hash', done: 0, total: null };
    const made = await this.ask(texts.people.noOcclusionMapWasMade, 'face:occlusion', {
      ...{ opening, evidenceId: row.id, faceId: face.faceId },
    });
    this.progress = null;
    if (made) await this.#notebook.catchUp();
    else this.mapped = null;
  }

  /** Closes the map; one that is being made is given up. */
  async closeMap(): Promise<void> {
    if (this.progress === null) this.mapped = null;
    else await this.cancel();
  }

  async cancel(): Promise<void> {
    await this.ask(texts.people.itCouldNotBeCancelled, 'face:cancel', {});
  }

  /** Leaves the video, or the case. */
  reset(): void {
    this.drawing = false;
    this.mapped = null;
    if (this.progress !== null) void this.cancel();
  }
}
