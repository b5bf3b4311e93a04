/** One of two pictures that are compared: its video, the frame on screen and the one that is wanted there. */
import type { EvidenceRow, StoredFace, StoredFinding } from '../../src-main/shared/case.ts';
import { countedPeople, type People, type Person } from '../../src-main/shared/people.ts';
import type { ViewedSide } from '../../src-main/shared/viewing.ts';
import type { Desk } from '../lib/desk.ts';
import { nearestFaceTo } from '../lib/nearest-face.ts';
import { nextPlace } from '../lib/peaks.ts';
import { asFound } from '../lib/people.ts';
import { texts } from '../texts/texts.ts';
import { AskingStore } from './asking-store.ts';
import type { NoticeStore } from './notices.svelte.ts';
import { VideoFrames } from './video-frames.svelte.ts';

export class ComparedSide extends AskingStore {
  readonly side: ViewedSide;
  readonly #frames: VideoFrames;
  row = $state.raw<EvidenceRow | null>(null);
  #finding = $state.raw<StoredFinding | null>(null);
  #corrected = $state.raw<People | null>(null);
  #personId = $state<number | null>(null);
  #opening = '';
  /** Counts what was opened and closed: an answer that a later one overtook is dropped. */
  #asked = 0;

  constructor(side: ViewedSide, desk: Desk, notices: NoticeStore) {
    super(desk, notices);
    this.side = side;
    this.#frames = new VideoFrames(desk);
  }

  /** As the window names it. */
  get letter(): string {
    return this.side.toUpperCase();
  }

  /** As {@link VideoFrames} says, like what follows. */
  get loader() {
    return this.#frames.loader;
  }

  get video() {
    return this.#frames.video;
  }

  get frameIndex(): number {
    return this.#frames.frameIndex;
  }

  get shown() {
    return this.#frames.shown;
  }

  get failure(): unknown {
    return this.#frames.failure;
  }

  get check() {
    return this.#frames.check;
  }

  /** The people of its finding, after the examiners' corrections. */
  get people(): readonly Person[] {
    const isCorrected = this.#corrected?.findingId === this.#finding?.id;
    return countedPeople(
      (isCorrected ? this.#corrected?.people : undefined) ?? (this.#finding?.tracks ?? []).map(asFound),
    );
  }

  /** Whose faces are looked at. */
  get person(): Person | null {
    return this.people.find(({ id }) => id === this.#personId) ?? this.people[0] ?? null;
  }

  set personId(id: number) {
    this.#personId = id;
  }

  /** Of the finding, for its scores. */
  get band() {
    return this.#finding?.band ?? null;
  }

  /** The person's face in the frame on screen; none until the file has proved to be the one that was analysed. */
  get face(): StoredFace | null {
    const { shown } = this;
    if (!shown || this.check !== 'same') return null;
    return this.person?.faces.find(({ frameIndex }) => frameIndex === shown.facts.frameIndex) ?? null;
  }

  /** Whether the wanted frame has a face of the person; it may still be loading. */
  get isAtFace(): boolean {
    return this.person?.faces.some(({ frameIndex }) => frameIndex === this.frameIndex) ?? false;
  }

  /** The frame with the person's next or previous face; null where there is none. */
  nextFace(direction: 1 | -1): number | null {
    return nextPlace(this.person?.faces ?? [], this.frameIndex, direction)?.frameIndex ?? null;
  }

  /** The frame with the person's nearest face, a usable one where there is any. */
  get nearestFace(): number | null {
    return nearestFaceTo(this.person?.faces ?? [], this.frameIndex)?.frameIndex ?? null;
  }

  get isStill(): boolean {
    return this.video?.media.kind === 'still';
  }

  get lastFrame(): number {
    return (this.video?.pts.length ?? 1) - 1;
  }

  /** @returns whether its times and its people are known now */
  async open(evidenceId: number, frameIndex: number, personId: number | null = null): Promise<boolean> {
    this.close();
    this.#personId = personId;
    const asked = this.#asked;
    const detail = await this.ask(texts.compare.theVideoCouldNotBeShown, 'evidence:detail', { evidenceId });
    if (!detail || asked !== this.#asked) return false;
    this.row = detail.row;
    // After a failure, the file may be another one than that of the finding.
    this.#finding = detail.row.state === 'done' ? detail.finding : null;
    this.#opening = detail.opening;
    const people = this.#readPeople(detail.opening, evidenceId, asked);
    const opening = this.#frames.open({ opening: detail.opening, evidenceId, side: this.side });
    this.show(frameIndex);
    await people;
    return opening;
  }

  async #readPeople(opening: string, evidenceId: number, asked: number): Promise<void> {
    const viewed = { opening, evidenceId };
    const people = await this.ask(texts.compare.thePeopleCouldNotBeShown, 'evidence:people', viewed);
    if (people && asked === this.#asked) this.#corrected = people;
  }

  /** What is known of its file has changed. */
  async follow(row: EvidenceRow): Promise<void> {
    const known = this.row;
    if (known?.id !== row.id) return;
    const isSame = (['findingId', 'sha256', 'path'] as const).every((name) => row[name] === known[name]);
    if (!isSame) await this.open(row.id, this.frameIndex);
    else await this.#readPeople(this.#opening, row.id, this.#asked);
  }

  /** After a restart of the engine, whose openings are others; the person who was chosen stays so. */
  async reopen(): Promise<void> {
    if (this.row) await this.open(this.row.id, this.frameIndex, this.#personId);
  }

  /** @param direction of the next step, as far as that can be told */
  show(frameIndex: number, direction: 1 | -1 = 1): void {
    const next = frameIndex + direction;
    this.#frames.show(frameIndex, this.video && next >= 0 && next <= this.lastFrame ? [next] : []);
  }

  close(): void {
    this.#asked += 1;
    this.row = null;
    this.#finding = null;
    this.#corrected = null;
    this.#personId = null;
    this.#frames.close();
  }
}
