/** What is asked about single faces of the video under review: one that was missed is added. */
import type { Box, Progress } from '../../src-main/shared/domain.ts';
import { addedText } from '../../src-main/shared/people-wording.ts';
import type { Desk } from '../lib/desk.ts';
import { AskingStore } from './asking-store.ts';
import type { NotebookStore } from './notebook.svelte.ts';
import type { NoticeStore } from './notices.svelte.ts';
import type { Playhead } from './playhead.svelte.ts';

export class SingleFaceStore extends AskingStore {
  readonly #notebook: NotebookStore;
  readonly #playhead: Playhead;
  /** Set while the box of a missed face is to be drawn on the frame. */
  drawing = $state(false);
  /** Set while the engine is at work on a face. */
  progress = $state.raw<Progress | null>(null);

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
    const added = await this.ask('No face was added', 'face:add', {
      ...{ opening, evidenceId: row.id, frameIndex, drawn },
    });
    this.progress = null;
    if (!added) return;
    this.#playhead.chooseTrack(added.person);
    await this.#notebook.catchUp();
    this.notices.done(`Track ${added.person} was added`, addedText(added));
  }

  async cancel(): Promise<void> {
    await this.ask('It could not be cancelled', 'face:cancel', {});
  }

  /** Leaves the video, or the case. */
  reset(): void {
    this.drawing = false;
    if (this.progress !== null) void this.cancel();
  }
}
