/** Correcting the tracks of the video under review. Each correction names faces by their place, never by a track. */
import { representative, type Person, type SpokenAct } from '../../src-main/shared/people.ts';
import { faceAnchorOf, splitFace } from '../lib/people.ts';
import type { NotebookStore } from './notebook.svelte.ts';
import type { Playhead } from './playhead.svelte.ts';

export class CorrectingStore {
  readonly #notebook: NotebookStore;
  readonly #playhead: Playhead;

  constructor(notebook: NotebookStore, playhead: Playhead) {
    this.#notebook = notebook;
    this.#playhead = playhead;
  }

  /** Both are one person, who keeps the lower number. */
  async merge(person: Person, other: Person): Promise<void> {
    const [first, second] = [person, other].map((each) => faceAnchorOf(representative(each)));
    if (await this.#store({ kind: 'merge', faces: [first!, second!] })) {
      this.#playhead.chooseTrack(Math.min(person.id, other.id));
    }
  }

  /** Whether the person has faces before and from the frame on screen on. */
  canSplit(person: Person): boolean {
    return this.#splitFace(person) !== null;
  }

  async split(person: Person): Promise<void> {
    const face = this.#splitFace(person);
    const frameIndex = this.#playhead.shown?.facts.frameIndex;
    if (face && frameIndex !== undefined) {
      await this.#store({ kind: 'split', face: faceAnchorOf(face), frameIndex });
    }
  }

  #splitFace(person: Person) {
    const { shown } = this.#playhead;
    return shown && splitFace(person, shown.facts.frameIndex);
  }

  async markNoFace(person: Person): Promise<void> {
    await this.#store({ kind: 'no-face', face: faceAnchorOf(representative(person)) });
  }

  async name(person: Person, name: string): Promise<void> {
    await this.#store({ kind: 'name', face: faceAnchorOf(representative(person)), name });
  }

  /** @param number of the correction */
  async takeBack(number: number): Promise<void> {
    const evidenceId = this.#playhead.detail?.row.id;
    if (evidenceId !== undefined)
      await this.#notebook.store({ kind: 'people-withdrawal', evidenceId, number });
  }

  /** @returns whether it was stored; the changed row then brings the people */
  async #store(act: SpokenAct): Promise<boolean> {
    const evidenceId = this.#playhead.detail?.row.id;
    if (evidenceId === undefined) return false;
    return (await this.#notebook.store({ kind: 'people', evidenceId, act })) !== undefined;
  }
}
