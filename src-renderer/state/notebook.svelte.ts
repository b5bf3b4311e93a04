/** What examiners wrote down in the open case. Every change is stored by the engine at once. */
import type { Input } from '../../src-main/shared/contract.ts';
import type { OfOpening, StoredFace } from '../../src-main/shared/case.ts';
import { subjectText } from '../../src-main/shared/notebook-wording.ts';
import {
  isPresent,
  noDetails,
  noExhibit,
  type AnyRecord,
  type CaseDetails,
  type Confidence,
  type ExhibitDetails,
  type Notebook,
  type Opinion,
  type Present,
} from '../../src-main/shared/notebook.ts';
import { isMapOf, type OcclusionMap } from '../../src-main/shared/occlusion.ts';
import type { Correction, NamedPerson } from '../../src-main/shared/people.ts';
import type { Desk } from '../lib/desk.ts';
import { namesByVideo } from '../lib/people.ts';
import { recordsByVideo } from '../lib/records-by-video.ts';
import { texts } from '../texts/texts.ts';
import { AskingStore } from './asking-store.ts';
import type { CaseStore } from './case.svelte.ts';
import type { NoticeStore } from './notices.svelte.ts';

export type NotebookChange = Input<'notebook:store'>['change'];

/** On the scale of two propositions. */
export interface BegunAnswer {
  /** Empty until one is chosen. */
  opinion: Opinion | '';
  confidence: Confidence;
  reasons: string;
}

function newAnswer(): BegunAnswer {
  const answer = $state<BegunAnswer>({ opinion: '', confidence: 'moderate', reasons: '' });
  return answer;
}

const empty: Notebook & OfOpening = {
  opening: '',
  records: [],
  examiner: null,
  undo: null,
  redo: null,
  agreement: [],
};
const none: readonly AnyRecord[] = [];

export class NotebookStore extends AskingStore {
  readonly #cases: CaseStore;
  readonly #seeAnew: () => Promise<void>;
  #notebook = $state.raw(empty);
  /** Of several answers under way only the last one counts. */
  #askedNamed = 0;
  readonly #byVideo = $derived(recordsByVideo(this.#notebook.records));
  readonly examiner = $derived(this.#notebook.examiner);
  readonly agreement = $derived(this.#notebook.agreement);
  readonly details = $derived<CaseDetails>(
    this.#notebook.records.find(isPresent('details'))?.content ?? noDetails,
  );
  readonly references = $derived(this.#notebook.records.filter(isPresent('reference')));
  /** Everybody whom examiners named, with where they are seen; see `engine/casework/named-people.ts`. */
  named = $state.raw<readonly NamedPerson[]>([]);
  readonly #namesByVideo = $derived(namesByVideo(this.named));
  readonly blindFirst = $derived(this.#notebook.records.find(isPresent('blind'))?.content.first ?? false);
  /** Counts what was undone and redone: forms that hold a copy begin anew. */
  steps = $state(0);
  /** Set while the examiner has to be named before something can be written down. */
  askingWho = $state(false);

  // Each answer is reactive by itself.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  readonly #begun = new Map<string, BegunAnswer>();

  /** @param seeAnew asks for all that depends on who looks at it, and how */
  constructor(desk: Desk, notices: NoticeStore, cases: CaseStore, seeAnew: () => Promise<void>) {
    super(desk, notices);
    this.#cases = cases;
    this.#seeAnew = seeAnew;
  }

  /**
   * The examiner's answer that is being written, until it is stored: a look at another panel or video loses nothing.
   * @param about the video, and the person where it is about one
   */
  begun(about: string): BegunAnswer {
    const key = `${about}/${this.examiner}`;
    const answer = this.#begun.get(key) ?? newAnswer();
    this.#begun.set(key, answer);
    return answer;
  }

  /** It is stored now; what is undone does not come back as begun. */
  endAnswer(about: string): void {
    this.#begun.delete(`${about}/${this.examiner}`);
  }

  exhibitOf(evidenceId: number): ExhibitDetails {
    return this.#of(evidenceId).find(isPresent('exhibit'))?.content ?? noExhibit;
  }

  notesOf(evidenceId: number): Present<'note'>[] {
    return this.#of(evidenceId).filter(isPresent('note'));
  }

  conclusionsOf(evidenceId: number): Present<'conclusion'>[] {
    return this.#of(evidenceId).filter(isPresent('conclusion'));
  }

  impressionsOf(evidenceId: number): Present<'impression'>[] {
    return this.#of(evidenceId).filter(isPresent('impression'));
  }

  /** Of its tracks, whether or not they fit its finding. */
  correctionsOf(evidenceId: number): readonly Correction[] {
    return this.#of(evidenceId).find(isPresent('people'))?.content.corrections ?? [];
  }

  /** The map of a face of this finding, or of an added one; null where none was made of it. */
  occlusionOf(evidenceId: number, face: StoredFace, findingId: number): OcclusionMap | null {
    const maps = this.#of(evidenceId).filter(isPresent('occlusion'));
    return maps.find(({ content }) => isMapOf(content, face, findingId))?.content ?? null;
  }

  likenessesOf(evidenceId: number): Present<'likeness'>[] {
    return this.#of(evidenceId).filter(isPresent('likeness'));
  }

  /** What the list shows of a video: the examiner's own conclusion on it, else the newest one of another. */
  conclusionOn(evidenceId: number): Present<'conclusion'> | null {
    const onVideo = this.conclusionsOf(evidenceId).filter(({ content }) => content.person === null);
    return onVideo.find(({ author }) => author === this.examiner) ?? onVideo.at(-1) ?? null;
  }

  #of(evidenceId: number): readonly AnyRecord[] {
    return this.#byVideo.get(evidenceId) ?? none;
  }

  /** Of the case that this is the notebook of. */
  get opening(): string {
    return this.#notebook.opening;
  }

  /**
   * @param opening of the case that it is meant for, where another may have been opened since
   * @returns the record, or undefined when it was refused or the examiner is still to be named
   */
  async store(change: NotebookChange, opening = this.opening): Promise<AnyRecord | undefined> {
    if (this.examiner === null && change.kind !== 'examiner') {
      this.askingWho = true;
      return undefined;
    }
    const stored = await this.ask(texts.notes.thatWasNotWrittenDown, 'notebook:store', { opening, change });
    if (stored) await this.#follow(stored);
    if (stored && change.kind === 'examiner') {
      await this.ask(texts.notes.yourNameWillNotBeOffered, 'examiner:remember', change.content);
    }
    return stored;
  }

  /** The name that was given last, in whichever case; null before there was one. */
  async lastExaminer(): Promise<string | null> {
    return (await this.ask(texts.notes.lastExaminerIsNotKnown, 'examiner:last', {})) ?? null;
  }

  /** All versions of one thing, newest first. */
  async history(subject: string): Promise<readonly AnyRecord[]> {
    return (await this.ask(texts.notes.versionsCouldNotBeRead, 'notebook:history', { subject })) ?? none;
  }

  async undo(): Promise<void> {
    await this.#step('notebook:undo', texts.notes.undone, texts.notes.thereIsNothingToUndo);
  }

  async redo(): Promise<void> {
    await this.#step('notebook:redo', texts.notes.redone, texts.notes.thereIsNothingToRedo);
  }

  async #step(command: 'notebook:undo' | 'notebook:redo', done: string, nothing: string): Promise<void> {
    const stored = await this.ask(texts.notes.couldNotBeTakenBack, command, { opening: this.opening });
    if (stored === undefined) return;
    if (stored === null) {
      this.notices.done(nothing, texts.notes.whatCanBeUndone);
      return;
    }
    await this.#follow(stored);
    this.steps += 1;
    this.notices.done(
      done,
      // It may be about another video than the one on screen.
      texts.notes.theLogKeepsBoth({
        video: stored.evidenceId === null ? null : (this.#cases.row(stored.evidenceId)?.name ?? null),
        subject: subjectText(stored.kind, stored.subject),
      }),
    );
  }

  async #follow({ kind }: AnyRecord): Promise<void> {
    await this.load();
    if (kind === 'examiner' || kind === 'blind') await this.#seeAnew();
    await this.#cases.verify();
  }

  /** The engine wrote something down in answer to another command. */
  async catchUp(): Promise<void> {
    await this.load();
    await this.#cases.verify();
  }

  async load(): Promise<void> {
    const notebook = await this.ask(texts.notes.notesCouldNotBeRead, 'notebook:read', {});
    if (notebook) this.#notebook = notebook;
    // Whoever stores a note need not wait for it.
    void this.loadNamed();
  }

  /** Names and references are found again in the newest findings, so an analysis can move them. */
  async loadNamed(): Promise<void> {
    const { records, opening } = this.#notebook;
    const asked = (this.#askedNamed += 1);
    const isNamed = records.some(
      (record) =>
        isPresent('reference')(record) ||
        (isPresent('people')(record) && record.content.corrections.some(({ act }) => act.kind === 'name')),
    );
    const title = texts.notes.namedPeopleCouldNotBeListed;
    const named = isNamed ? await this.ask(title, 'case:named-people', {}) : [];
    if (named && asked === this.#askedNamed && opening === this.opening) this.named = named;
  }

  /** Names of people in a video. */
  namesIn(evidenceId: number): readonly string[] {
    return this.#namesByVideo.get(evidenceId) ?? [];
  }

  clear(): void {
    this.#notebook = empty;
    this.named = [];
    this.#begun.clear();
    this.askingWho = false;
  }
}
