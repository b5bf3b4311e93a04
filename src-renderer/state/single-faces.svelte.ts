/** What is asked about single faces of the video under review: one that was missed is added, and what moves a score. */
import type { Box } from '../../src-main/shared/domain.ts';
import type { OcclusionMap } from '../../src-main/shared/occlusion.ts';
import { addedText } from '../../src-main/shared/people-wording.ts';
import type { Desk } from '../lib/desk.ts';
import type { StoredFace } from '../../src-main/shared/case.ts';
import { texts } from '../texts/texts.ts';
import { FaceWorkStore } from './face-work-store.svelte.ts';
import type { NotebookStore } from './notebook.svelte.ts';
import type { NoticeStore } from './notices.svelte.ts';
import type { Playhead } from './playhead.svelte.ts';

export class SingleFaceStore extends FaceWorkStore {
  readonly #notebook: NotebookStore;
  readonly #playhead: Playhead;
  /** Set while the box of a missed face is to be drawn on the frame. */
  drawing = $state(false);
  /** The face whose occlusion map is shown, or made. */
  mapped = $state.raw<{ evidenceId: number; findingId: number; face: StoredFace } | null>(null);

  constructor(desk: Desk, notices: NoticeStore, notebook: NotebookStore, playhead: Playhead) {
    super(desk, notices);
    this.#notebook = notebook;
    this.#playhead = playhead;
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
    await this.during(async () => {
      const added = await this.ask(texts.people.noFaceWasAdded, 'face:add', {
        ...{ opening, evidenceId: row.id, frameIndex, drawn },
      });
      if (!added) return;
      await this.#notebook.catchUp();
      if (this.#playhead.detail?.row.id !== row.id) return;
      this.#playhead.chooseTrack(added.person);
      this.notices.done(texts.people.trackWasAdded({ person: added.person }), addedText(added));
    });
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
    await this.during(async () => {
      const made = await this.ask(texts.people.noOcclusionMapWasMade, 'face:occlusion', {
        ...{ opening, evidenceId: row.id, faceId: face.faceId },
      });
      if (made) await this.#notebook.catchUp();
      else this.mapped = null;
    });
  }

  /** Closes the map; one that is being made is given up. */
  async closeMap(): Promise<void> {
    if (this.progress === null) this.mapped = null;
    else await this.cancel();
  }

  /** Leaves the video, or the case. */
  reset(): void {
    this.drawing = false;
    this.mapped = null;
    if (this.progress !== null) void this.cancel();
  }
}
