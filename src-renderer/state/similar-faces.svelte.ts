/** Faces of other videos of the case that look like a person of the video under review, and what the examiner says of each. */
import type { Person } from '../../src-main/shared/people.ts';
import type { SimilarFace, SimilarFaces } from '../../src-main/shared/similar-faces.ts';
import type { Desk } from '../lib/desk.ts';
import { texts } from '../texts/texts.ts';
import { FaceWorkStore } from './face-work-store.svelte.ts';
import type { NotebookStore } from './notebook.svelte.ts';
import type { NoticeStore } from './notices.svelte.ts';
import type { Playhead } from './playhead.svelte.ts';

export class SimilarFacesStore extends FaceWorkStore {
  readonly #notebook: NotebookStore;
  readonly #playhead: Playhead;
  /** Number of the person whose likes are looked for, or shown. */
  #track = $state<number | null>(null);
  #result = $state.raw<SimilarFaces | null>(null);
  /** Ids of the pictures that stand for the tracks that were dismissed or named here. */
  #settled = $state.raw<readonly number[]>([]);

  constructor(desk: Desk, notices: NoticeStore, stores: { notebook: NotebookStore; playhead: Playhead }) {
    super(desk, notices);
    this.#notebook = stores.notebook;
    this.#playhead = stores.playhead;
  }

  /** As corrected by now; null while nothing is shown. */
  get person(): Person | null {
    return this.#playhead.tracks.find(({ id }) => id === this.#track) ?? null;
  }

  /** Without what is settled; null while it is made. */
  get result(): SimilarFaces | null {
    const result = this.#result;
    return (
      result && { ...result, found: result.found.filter(({ faceId }) => !this.#settled.includes(faceId)) }
    );
  }

  async find({ id: track }: Person): Promise<void> {
    const { detail } = this.#playhead;
    if (!detail) return;
    if (this.#notebook.examiner === null) {
      this.#notebook.askingWho = true;
      return;
    }
    this.#track = track;
    this.#result = null;
    this.#settled = [];
    await this.during(async () => {
      const found = await this.ask(texts.people.noFacesWereCompared, 'face:similar', {
        ...{ opening: detail.opening, evidenceId: detail.row.id, track },
      });
      // The video may have been left meanwhile.
      if (found && this.#track === track) this.#result = found;
      else this.#track = null;
    });
  }

  /** The examiner says that it is the same person: its track gets the name, as a correction. */
  async accept({ evidenceId, face, faceId }: SimilarFace, name: string): Promise<void> {
    const act = { kind: 'name' as const, face, name };
    const stored = await this.#notebook.store({ kind: 'people', evidenceId, act });
    if (stored !== undefined) this.#settled = [...this.#settled, faceId];
  }

  /** No longer listed, until they are looked for again. */
  dismiss({ faceId }: SimilarFace): void {
    this.#settled = [...this.#settled, faceId];
  }

  /** Closes the list; a comparison under way is given up. */
  async close(): Promise<void> {
    this.#track = null;
    if (this.progress !== null) await this.cancel();
  }
}
