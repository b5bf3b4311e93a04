/** The video under review, the frame that is on screen and the one that is wanted there. */
import type { CredentialCheck } from '../../src-main/shared/credentials.ts';
import type { EvidenceRow, OfOpening, OldHashes, StoredFace } from '../../src-main/shared/case.ts';
import type { Output } from '../../src-main/shared/contract.ts';
import type { FrameRecord } from '../../src-main/shared/domain.ts';
import { countedPeople, representative, type People, type Person } from '../../src-main/shared/people.ts';
import type { SoundPart } from '../../src-main/shared/sound.ts';
import type { ViewedEvidence } from '../../src-main/shared/viewing.ts';
import { percentText } from '../../src-main/shared/wording.ts';
import type { Desk } from '../lib/desk.ts';
import { facesByFrame, type FaceOnFrame } from '../lib/faces-by-frame.ts';
import { nearestFrame } from '../lib/frame-at.ts';
import { asFound } from '../lib/people.ts';
import { nextPlace, suspiciousPeaks, type Peak } from '../lib/peaks.ts';
import { texts } from '../texts/texts.ts';
import { AskingStore } from './asking-store.ts';
import type { CaseStore } from './case.svelte.ts';
import type { ShownFrame } from './frame-loader.svelte.ts';
import type { NoticeStore } from './notices.svelte.ts';
import { VideoFrames } from './video-frames.svelte.ts';

export class Playhead extends AskingStore {
  detail = $state.raw<Output<'evidence:detail'> | null>(null);
  /** After the corrections of its tracks; null where there are none. */
  people = $state.raw<People | null>(null);
  /** Whether what the machine found is shown in place of the corrected people. */
  machineOnly = $state(false);
  readonly #frames: VideoFrames;
  readonly #cases: Pick<CaseStore, 'verify'> | undefined;
  #chosenTrack = $state<number | null>(null);
  /** Counts what was asked for: an answer that a later request or the end of the review overtook is dropped. */
  #asked = 0;
  readonly finding = $derived(this.detail?.finding ?? null);
  /** Apart from the detail, whose change would end what plays. */
  #hashedNow = $state.raw<(OldHashes & OfOpening) | null>(null);
  readonly oldHashes = $derived.by(() => {
    const { detail } = this;
    const now = this.#hashedNow;
    return now?.opening === detail?.opening && now?.evidenceId === detail?.row.id
      ? now
      : (detail?.oldHashes ?? null);
  });
  #checkedNow = $state.raw<(CredentialCheck & OfOpening) | null>(null);
  readonly credentialCheck = $derived.by(() => {
    const { detail } = this;
    const now = this.#checkedNow;
    return now?.opening === detail?.opening && now?.findingId === detail?.finding?.id
      ? now
      : (detail?.credentialCheck ?? null);
  });
  /** The corrected people, where they are shown. */
  readonly corrected = $derived(
    !this.machineOnly && this.people?.findingId === this.finding?.id ? this.people : null,
  );
  /** What is shown: the people after the corrections, or the machine's tracks. */
  readonly tracks = $derived<readonly Person[]>(
    this.corrected?.people ?? (this.finding?.tracks ?? []).map(asFound),
  );
  /** Those that decide: without what is no face. */
  readonly counted = $derived(countedPeople(this.tracks));
  readonly verdict = $derived((this.corrected ?? this.finding)?.verdict ?? null);
  readonly track = $derived(this.tracks.find(({ id }) => id === this.#chosenTrack) ?? this.tracks[0] ?? null);
  /** Frames that were decoded and looked at, in order of time. */
  readonly sampled = $derived<readonly FrameRecord[]>(
    (this.finding?.frames ?? [])
      .filter((frame) => frame.skipped === null)
      .toSorted((a, b) => a.frameIndex - b.frameIndex),
  );
  readonly #sampledTimes = $derived(this.sampled.map(({ ptsMs }) => ptsMs));
  readonly #facesByFrame = $derived(facesByFrame(this.tracks));
  /** Largest frame index that may be asked for, as far as it is known. */
  readonly lastFrame = $derived(
    this.video
      ? this.video.pts.length - 1
      : Math.max((this.finding?.media.video.frameCount ?? 0) - 1, this.sampled.at(-1)?.frameIndex ?? 0),
  );

  /** @param cases its audit log keeps what is computed; left out, nobody looks at the log */
  constructor(desk: Desk, notices: NoticeStore, cases?: Pick<CaseStore, 'verify'>) {
    super(desk, notices);
    this.#cases = cases;
    this.#frames = new VideoFrames(desk);
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

  get check() {
    return this.#frames.check;
  }

  get shown(): ShownFrame | null {
    return this.#frames.shown;
  }

  get failure(): unknown {
    return this.#frames.failure;
  }

  /** The record of the frame on screen; null where it was not sampled. */
  get record(): FrameRecord | null {
    const { shown } = this;
    return this.sampled.find(({ frameIndex }) => frameIndex === shown?.facts.frameIndex) ?? null;
  }

  /** Position of the frame on screen, or of the sampled frame before it, among the sampled ones; -1 before all. */
  get position(): number {
    const at = this.shown?.facts.frameIndex ?? this.frameIndex;
    return this.sampled.findLastIndex(({ frameIndex }) => frameIndex <= at);
  }

  /** Faces of the frame on screen; none until the file has proved to be the one that was analysed. */
  get faces(): readonly FaceOnFrame[] {
    const { shown } = this;
    return shown && this.check === 'same' ? this.facesAt(shown.facts.frameIndex) : [];
  }

  /**
   * Opens a video where its verdict comes from: the deciding track, at its face with the highest score.
   * @returns whether it is open now
   */
  async open(evidenceId: number): Promise<boolean> {
    if (!(await this.#read(evidenceId))) return false;
    this.#chosenTrack = this.#decidingTrack();
    const faces = this.track?.faces.filter((face) => face.score !== null) ?? [];
    const highest = faces.reduce<StoredFace | null>(
      (best, face) => (best && best.score! >= face.score! ? best : face),
      null,
    );
    this.#go(highest?.frameIndex ?? this.sampled[0]?.frameIndex ?? 0);
    return true;
  }

  /**
   * What is known of the video has changed, as after an analysis: the frame under review stays. If it can't be read
   * anew, it is left: what it showed may be hidden from whoever is at work now.
   */
  async refresh(): Promise<void> {
    const evidenceId = this.detail?.row.id;
    if (evidenceId === undefined) return;
    const reading = this.#read(evidenceId);
    const asked = this.#asked;
    if (!(await reading)) {
      if (asked === this.#asked) this.close();
      return;
    }
    this.#chosenTrack ??= this.#decidingTrack();
    this.#go(this.frameIndex);
  }

  #decidingTrack(): number | null {
    const decided = this.verdict?.score ?? null;
    return this.counted.find(({ verdict }) => decided !== null && verdict.score === decided)?.id ?? null;
  }

  /** A row that changed in nothing but its corrections needs no new look at the file. */
  async follow(row: EvidenceRow): Promise<void> {
    const known = this.detail?.row;
    if (known?.id !== row.id) return;
    const isSame =
      row.state === 'done' &&
      (['state', 'findingId', 'sha256', 'path', 'blind'] as const).every((name) => row[name] === known[name]);
    if (!isSame) return this.refresh();
    const asked = this.#asked;
    const people = await this.#peopleOf({ opening: this.detail!.opening, evidenceId: row.id });
    if (people !== undefined && asked === this.#asked) this.people = people;
  }

  #peopleOf(viewed: ViewedEvidence): Promise<People | null | undefined> {
    return this.ask(texts.review.thePeopleCouldNotBeShown, 'evidence:people', viewed);
  }

  /** For comparing with old lists; the audit log keeps them. */
  async computeOldHashes(): Promise<void> {
    const { opening, row } = this.detail!;
    const asked = { opening, evidenceId: row.id };
    const title = texts.review.oldHashesWereNotComputed;
    let said = texts.review.readingTheFile;
    const unfollow = this.desk.on('hash:progress', ({ done, total }) => {
      // The window may wait for something else by now, or for nothing.
      if (this.notices.busy !== said || !total) return;
      said = texts.review.readingTheFileShare({ share: percentText(done / total) });
      this.notices.busy = said;
    });
    const stop = () => void this.ask(title, 'evidence:stop-hashing', {});
    try {
      const oldHashes = await this.askBusy(said, title, 'evidence:old-hashes', asked, stop);
      if (!oldHashes) return;
      this.#hashedNow = { ...oldHashes, opening };
      await this.#cases?.verify();
    } finally {
      unfollow();
    }
  }

  /** By the trust list as it is now; the audit log keeps the result. */
  async checkCredentials(): Promise<void> {
    const { opening, row } = this.detail!;
    const title = texts.review.credentialsWereNotChecked;
    const stop = () => void this.ask(title, 'evidence:stop-credentials', {});
    const wish = { opening, evidenceId: row.id };
    const check = await this.askBusy(
      texts.review.checkingTheCredentials,
      title,
      'evidence:check-credentials',
      wish,
      stop,
    );
    if (!check) return;
    this.#checkedNow = { ...check, opening };
    await this.#cases?.verify();
  }

  async #read(evidenceId: number): Promise<boolean> {
    const asked = ++this.#asked;
    const detail = await this.ask(texts.review.theVideoCouldNotBeShown, 'evidence:detail', { evidenceId });
    if (!detail || asked !== this.#asked) return false;
    const viewed = { opening: detail.opening, evidenceId };
    const people = (await this.#peopleOf(viewed)) ?? null;
    if (asked !== this.#asked) return false;
    if (evidenceId !== this.detail?.row.id) this.machineOnly = false;
    this.people = people;
    // Another stream of the file was analysed.
    if (detail.finding?.parameters.stream !== this.finding?.parameters.stream) this.loader.clear();
    this.detail = detail;
    this.#hashedNow = null;
    this.#checkedNow = null;
    void this.#frames.open(viewed);
    return true;
  }

  /** Leaves the video, or the case. */
  close(): void {
    this.#asked += 1;
    this.detail = null;
    this.people = null;
    this.#chosenTrack = null;
    this.#frames.close();
    this.loader.viewed.clear();
  }

  facesAt(frameIndex: number): readonly FaceOnFrame[] {
    return this.#facesByFrame.get(frameIndex) ?? [];
  }

  chooseTrack(id: number): void {
    this.#chosenTrack = id;
  }

  /** Chooses the person, and goes to the best face unless one is on screen. */
  showPerson(person: Person): void {
    this.chooseTrack(person.id);
    const isOnScreen = this.facesAt(this.frameIndex).some((each) => each.person.id === person.id);
    if (!isOnScreen) this.show(representative(person).frameIndex);
  }

  show(frameIndex: number): void {
    this.#go(Math.min(Math.max(0, frameIndex), this.lastFrame));
  }

  /** To the next or previous sampled frame, also from a frame between two of them; by one where none was sampled. */
  step(direction: 1 | -1): void {
    if (this.sampled.length === 0) return this.stepRaw(direction);
    const target = nextPlace(this.sampled, this.frameIndex, direction);
    if (target) this.#go(target.frameIndex, direction);
  }

  /** One decoded frame on or back, sampled or not. */
  stepRaw(direction: 1 | -1): void {
    const target = this.frameIndex + direction;
    if (target >= 0 && target <= this.lastFrame) this.#go(target, direction);
  }

  /** To the next or previous moment at which a face stands out by its score; its track is chosen. */
  toPeak(direction: 1 | -1): void {
    this.#toTrackPlace(suspiciousPeaks(this.counted, this.finding?.band.threshold ?? 0), direction);
  }

  /** To where the next or previous track begins; it is chosen. */
  toTrackStart(direction: 1 | -1): void {
    const starts = this.tracks.flatMap(({ id, faces: [first] }) =>
      first ? [{ trackId: id, frameIndex: first.frameIndex }] : [],
    );
    this.#toTrackPlace(
      starts.sort((a, b) => a.frameIndex - b.frameIndex),
      direction,
    );
  }

  #toTrackPlace(places: readonly Peak[], direction: 1 | -1): void {
    const place = nextPlace(places, this.frameIndex, direction);
    if (!place) return;
    this.chooseTrack(place.trackId);
    this.#go(place.frameIndex, direction);
  }

  toStart(): void {
    this.#go(this.sampled[0]?.frameIndex ?? 0);
  }

  toEnd(): void {
    this.#go(this.sampled.at(-1)?.frameIndex ?? this.lastFrame, -1);
  }

  /** The frame nearest to an instant; a sampled one where one is as near as this, because it has scores. Null for none. */
  nearest(ptsMs: number, snapMs: number): number | null {
    const { sampled, video } = this;
    const near = sampled[nearestFrame(this.#sampledTimes, ptsMs)];
    if (near && (!video || Math.abs(near.ptsMs - ptsMs) <= snapMs)) return near.frameIndex;
    return video && nearestFrame(video.timesMs, ptsMs);
  }

  seek(ptsMs: number, snapMs: number): void {
    const frameIndex = this.nearest(ptsMs, snapMs);
    if (frameIndex !== null) this.#go(frameIndex);
  }

  /**
   * A frame that the player is about to show, with those after it asked for.
   * @returns null if it cannot be shown; it is then the frame that is wanted, and the picture says why
   */
  async frameToPlay(frameIndex: number, direction: 1 | -1, ahead: number): Promise<ShownFrame | null> {
    const coming = Array.from({ length: ahead + 1 }, (_, step) => frameIndex + step * direction);
    const played = await this.#frames.toPlay(coming.filter((next) => this.#exists(next)));
    if (!played) this.#go(frameIndex);
    return played;
  }

  /** @throws DeskError as `viewing:sound`; app/bad-message where no video is open */
  soundPart(part: number): Promise<SoundPart> {
    const { opening = '', row } = this.detail ?? {};
    return this.desk.ask('viewing:sound', { opening, evidenceId: row?.id ?? 0, part });
  }

  showPlayed(frame: ShownFrame): void {
    this.playAt(frame.facts.frameIndex);
    this.loader.show(frame);
  }

  /** Where the player is, whether or not that frame comes in time to be shown. */
  playAt(frameIndex: number): void {
    this.#frames.frameIndex = frameIndex;
  }

  #exists(frameIndex: number): boolean {
    return frameIndex >= 0 && frameIndex <= this.lastFrame;
  }

  #go(frameIndex: number, direction: 1 | -1 = 1): void {
    const next = nextPlace(this.sampled, frameIndex, direction);
    const likely = [frameIndex + direction, ...(next ? [next.frameIndex] : [])];
    this.#frames.show(
      frameIndex,
      likely.filter((each) => this.#exists(each)),
    );
  }
}
