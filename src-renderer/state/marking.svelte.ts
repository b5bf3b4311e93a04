/** Marking in review: where a segment begins and ends, which note is being edited, and the box being drawn. */
import type { Box } from '../../src-main/shared/domain.ts';
import type { FramePlace, Note, NotePlace } from '../../src-main/shared/notebook.ts';
import { notesAt } from '../lib/find-notes.ts';
import type { NotebookStore } from './notebook.svelte.ts';
import type { Playhead } from './playhead.svelte.ts';

export const reviewPanels = ['verdict', 'notes', 'video', 'method'] as const;

export class MarkingStore {
  readonly #notebook: NotebookStore;
  readonly #playhead: Playhead;
  /** The panel that is open beside the picture. */
  panel = $state<(typeof reviewPanels)[number]>('verdict');
  in = $state.raw<FramePlace | null>(null);
  out = $state.raw<FramePlace | null>(null);
  /** Subject of the note that is being edited. */
  editing = $state<string | null>(null);
  /** Subject of the note whose text is to be written now: its field takes the focus. */
  writing = $state<string | null>(null);
  /** Subject of the note for which a box is drawn on the frame. */
  drawing = $state<string | null>(null);

  constructor(notebook: NotebookStore, playhead: Playhead) {
    this.#notebook = notebook;
    this.#playhead = playhead;
  }

  /** The frame that is on screen, not one that is still loading; null while there is none. */
  get #here(): FramePlace | null {
    const facts = this.#playhead.shown?.facts;
    const still = this.#playhead.video?.media.kind === 'still';
    return facts ? { frameIndex: facts.frameIndex, ptsMs: still ? null : facts.ptsMs } : null;
  }

  /** A picture has one frame, and so no segment. */
  get #isVideo(): boolean {
    return this.#here !== null && this.#playhead.video?.media.kind !== 'still';
  }

  /** @returns the subject of its note; null where none was stored */
  async markFrame(): Promise<string | null> {
    const at = this.#here;
    return at && (await this.add({ kind: 'frame', at }));
  }

  /** On the mark of the frame on screen: the one that is open, else the newest; where there is none, on a new one. */
  async write(): Promise<void> {
    const evidenceId = this.#playhead.detail?.row.id;
    const at = this.#here;
    if (evidenceId === undefined || !at) return;
    const here = notesAt(this.#notebook.notesOf(evidenceId), at.frameIndex).map(({ subject }) => subject);
    const open = here.find((each) => each === this.editing);
    const subject = open ?? here.at(-1) ?? (await this.markFrame());
    if (subject === null) return;
    this.panel = 'notes';
    this.editing = subject;
    this.writing = subject;
  }

  async setIn(): Promise<void> {
    if (!this.#isVideo) return;
    this.in = this.#here;
    if (this.in && this.out && this.out.frameIndex < this.in.frameIndex) this.out = null;
    await this.#closeSegment();
  }

  async setOut(): Promise<void> {
    if (!this.#isVideo) return;
    this.out = this.#here;
    if (this.in && this.out && this.in.frameIndex > this.out.frameIndex) this.in = null;
    await this.#closeSegment();
  }

  async #closeSegment(): Promise<void> {
    const { in: from, out: to } = this;
    if (!from || !to) {
      this.panel = 'notes';
      return;
    }
    this.forgetSegment();
    await this.add({ kind: 'segment', from, to });
  }

  forgetSegment(): void {
    this.in = null;
    this.out = null;
  }

  /**
   * Stores a new note at once and opens it, so that only its text is still to be written.
   * @returns its subject; null where none was stored
   */
  async add(place: NotePlace): Promise<string | null> {
    const evidenceId = this.#playhead.detail?.row.id;
    if (evidenceId === undefined) return null;
    const content: Note = { place, region: null, tags: [], text: '' };
    const stored = await this.#notebook.store({ kind: 'note', evidenceId, subject: null, content });
    if (!stored) return null;
    this.panel = 'notes';
    this.editing = stored.subject;
    return stored.subject;
  }

  /** The box that was drawn on the frame; null takes the one there is away. */
  async setRegion(subject: string, region: Box | null): Promise<void> {
    this.drawing = null;
    const evidenceId = this.#playhead.detail?.row.id;
    if (evidenceId === undefined) return;
    const note = this.#notebook.notesOf(evidenceId).find((each) => each.subject === subject);
    if (!note) return;
    await this.#notebook.store({
      ...{ kind: 'note', evidenceId, subject },
      content: { ...note.content, region },
    });
  }

  /** Leaves the video, or the case. */
  reset(): void {
    this.forgetSegment();
    this.editing = null;
    this.writing = null;
    this.drawing = null;
  }
}
