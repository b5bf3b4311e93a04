/** References of named people, and how far tracks of the video under review resemble them. */
import {
  hasOtherReferences,
  LEAST_REFERENCES,
  referenceFiles,
  type Likeness,
} from '../../src-main/shared/likeness.ts';
import { likenessRemarks } from '../../src-main/shared/likeness-wording.ts';
import { isAboutOthers, isOutdated, type Present } from '../../src-main/shared/notebook.ts';
import { keyOf, representative, type Person } from '../../src-main/shared/people.ts';
import type { Desk } from '../lib/desk.ts';
import { distinct } from '../lib/distinct.ts';
import { faceAnchorOf, isFaceOf } from '../lib/people.ts';
import { texts } from '../texts/texts.ts';
import type { CaseStore } from './case.svelte.ts';
import { FaceWorkStore } from './face-work-store.svelte.ts';
import type { NotebookStore } from './notebook.svelte.ts';
import type { NoticeStore } from './notices.svelte.ts';
import type { Playhead } from './playhead.svelte.ts';

type Claim = Pick<Likeness, 'track' | 'person'>;

export class LikenessStore extends FaceWorkStore {
  readonly #cases: CaseStore;
  readonly #notebook: NotebookStore;
  readonly #playhead: Playhead;
  /** What is shown, or compared. */
  claim = $state.raw<Claim | null>(null);
  /** In files that are still in the case. */
  readonly #references = $derived.by(() =>
    this.#notebook.references.filter(({ evidenceId }) => this.#cases.row(evidenceId!) !== null),
  );
  /** Everybody who has references, with how many files besides the one under review show them. */
  readonly people = $derived.by(() => {
    const files = referenceFiles(this.#references, this.#playhead.finding?.sha256 ?? null);
    const names = distinct(this.#references.map(({ content }) => content.person)).sort();
    return names.map((name) => {
      const count = files.get(name)?.size ?? 0;
      return { name, files: count, comparable: count >= LEAST_REFERENCES };
    });
  });

  constructor(
    desk: Desk,
    notices: NoticeStore,
    stores: { cases: CaseStore; notebook: NotebookStore; playhead: Playhead },
  ) {
    super(desk, notices);
    this.#cases = stores.cases;
    this.#notebook = stores.notebook;
    this.#playhead = stores.playhead;
  }

  /** What a track of the video under review is declared to be. */
  referencesOf(person: Person): Present<'reference'>[] {
    const { detail, finding } = this.#playhead;
    return this.#references.filter(
      ({ evidenceId, content }) =>
        evidenceId === detail?.row.id && content.sha256 === finding?.sha256 && isFaceOf(person, content.face),
    );
  }

  /** Declares a track to be known-genuine footage of somebody. */
  async declare(person: Person, name: string): Promise<void> {
    const evidenceId = this.#playhead.detail?.row.id;
    if (evidenceId === undefined) return;
    const content = { person: name, face: faceAnchorOf(representative(person)) };
    await this.#notebook.store({ kind: 'reference', evidenceId, subject: null, content });
  }

  async takeBack({ evidenceId, subject }: Present<'reference'>): Promise<void> {
    await this.#notebook.store({ kind: 'reference', evidenceId: evidenceId!, subject, content: null });
  }

  /** Of a track of the video under review. */
  resultsOf(track: number): Present<'likeness'>[] {
    const evidenceId = this.#playhead.detail?.row.id;
    if (evidenceId === undefined) return [];
    return this.#notebook.likenessesOf(evidenceId).filter(({ content }) => content.track === track);
  }

  /** The one that is shown; null while it is made. */
  get result(): Present<'likeness'> | null {
    const { claim } = this;
    if (claim === null || this.progress !== null) return null;
    return this.resultsOf(claim.track).find(({ content }) => content.person === claim.person) ?? null;
  }

  /** What has changed since it was made. */
  remarksOn({ content }: Present<'likeness'>): string[] {
    const { detail, people } = this.#playhead;
    return likenessRemarks({
      outdated: detail !== null && isOutdated(content.basis, detail.row),
      otherFaces: isAboutOthers(content.basis, keyOf(people, content.track)),
      otherReferences: hasOtherReferences(content, this.#references),
    });
  }

  async compare(track: number, person: string): Promise<void> {
    const { detail } = this.#playhead;
    if (!detail) return;
    if (this.#notebook.examiner === null) {
      this.#notebook.askingWho = true;
      return;
    }
    this.claim = { track, person };
    await this.during(async () => {
      const made = await this.ask(texts.people.nothingWasCompared, 'face:likeness', {
        ...{ opening: detail.opening, evidenceId: detail.row.id, track, person },
      });
      if (made) await this.#notebook.catchUp();
      else this.claim = null;
    });
  }

  /** Closes the result; a comparison under way is given up. */
  async close(): Promise<void> {
    if (this.progress === null) this.claim = null;
    else await this.cancel();
  }

  /** Leaves the video, or the case. */
  reset(): void {
    this.claim = null;
    if (this.progress !== null) void this.cancel();
  }
}
