/** The open case: its videos as they stand in the engine, kept up to date by events. */
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type {
  CaseSummary,
  ChainCheck,
  EvidenceRow,
  FileCheck,
  FileHash,
  Job,
} from '../../src-main/shared/case.ts';
import { defaultParameters } from '../../src-main/shared/default-parameters.ts';
import type { AnalysisParameters } from '../../src-main/shared/domain.ts';
import { fromJsonText } from '../../src-main/shared/json-text.ts';
import { pathText } from '../../src-main/shared/path-text.ts';
import type { ListedSignOff, SignerRole } from '../../src-main/shared/sign-off.ts';
import { addingText, notAdded, pathLine } from '../lib/adding-text.ts';
import { DeskError } from '../lib/desk.ts';
import { rowsById } from '../lib/rows-by-id.ts';
import { sameFiles } from '../lib/same-files.ts';
import { texts } from '../texts/texts.ts';
import { AskingStore } from './asking-store.ts';
import type { NoticeAction } from './notices.svelte.ts';

/** Changed rows are shown together this often: a folder of thousands changes faster than eyes follow. */
const refreshMs = 80;

/** The pause after a check is this many times as long as it took: new findings are hashed with their pictures. */
const restFactor = 10;

export class CaseStore extends AskingStore {
  #byId = rowsById([]);
  #timer: ReturnType<typeof setTimeout> | null = null;
  #check: ReturnType<typeof setTimeout> | null = null;
  #restMs = refreshMs;
  #rows = $state.raw<readonly EvidenceRow[]>([]);
  #hashes = $state.raw<readonly FileHash[]>([]);
  /** The findings that videos had when an analysis was asked for here, by its job. */
  readonly #asked = new SvelteMap<
    number,
    readonly (readonly [evidenceId: number, findingId: number | null])[]
  >();
  readonly #ended = new SvelteSet<number>();
  summary = $state.raw<CaseSummary | null>(null);
  /** Set when the engine did not say which videos there are. */
  unlisted = $state(false);
  chain = $state.raw<ChainCheck | null>(null);
  /** Of the last check of all files, those that are not what was analysed. */
  strayed = $state.raw<readonly FileCheck[]>([]);
  /** What the next analysis is run with. */
  parameters = $state.raw<AnalysisParameters>(defaultParameters);
  readonly waiting = $derived(this.#rows.filter((row) => row.state === 'waiting'));

  /** For each video that is in the case twice, the other one. */
  readonly same = $derived.by(() => sameFiles(this.#rows, this.#hashes));

  /** What is asked about the case that is shown names its opening; empty where none is shown, as that of no case. */
  get opening(): string {
    return this.summary?.opening ?? '';
  }

  get rows(): readonly EvidenceRow[] {
    return this.#rows;
  }

  row(id: number): EvidenceRow | null {
    // Whoever shows it follows the list, which is another one after every change.
    void this.#rows;
    return this.#byId.get(id) ?? null;
  }

  /** @param openIt what to offer where the case exists. @returns whether it is open now, like all that open a case */
  create(path: string, openIt: () => void): Promise<boolean> {
    return this.#openBy(
      texts.cases.noCaseWasMade,
      texts.cases.makingTheCase,
      () => this.desk.ask('case:create', { path }),
      { offer: (code) => (code === 'case/exists' ? { word: texts.cases.openIt, run: openIt } : null) },
    );
  }

  open(path: string): Promise<boolean> {
    const title = texts.cases.theCaseCouldNotBeOpened;
    return this.#openBy(title, texts.cases.openingTheCase, () => this.desk.ask('case:open', { path }), {
      stop: () => void this.ask(title, 'case:stop-opening', {}),
    });
  }

  /** The app makes the clips of the sample itself; this one takes some seconds. */
  sample(folder: string): Promise<boolean> {
    return this.#openBy(texts.cases.theSampleCaseWasNotMade, texts.cases.makingTheSampleClips, () =>
      this.desk.ask('case:sample', { folder }),
    );
  }

  async #openBy(
    title: string,
    busy: string,
    open: () => Promise<CaseSummary>,
    more: { offer?: (code: string) => NoticeAction | null; stop?: () => void } = {},
  ): Promise<boolean> {
    const opened = await this.notices.during(
      busy,
      title,
      async () => {
        const summary = await open();
        // It is open: nothing is left to give up.
        this.notices.stop = null;
        await this.show(summary);
        return true;
      },
      more,
    );
    return opened ?? false;
  }

  /** @returns whether it is closed */
  async close(): Promise<boolean> {
    const title = texts.cases.theCaseCouldNotBeClosed;
    const closed = await this.ask(title, 'case:close', {});
    if (closed === undefined) return false;
    await this.show(null);
    return true;
  }

  /** Shows a case that is open in the engine, or none. */
  async show(summary: CaseSummary | null): Promise<void> {
    this.summary = summary;
    this.chain = null;
    this.#byId.clear();
    this.#hashes = [];
    this.strayed = [];
    // Jobs of another case have the same numbers.
    this.#asked.clear();
    this.#ended.clear();
    this.#publish();
    if (!summary) return;
    await this.relist();
  }

  /** Lists the videos anew, as another examiner may see them: if that fails, none, as verdicts may be hidden now. */
  async relist(): Promise<void> {
    const { opening } = this;
    const title = texts.cases.theVideosCouldNotBeListed;
    const text = await this.ask(title, 'evidence:list', {});
    // Another case may have been opened before the answer came.
    if (opening !== this.opening) return;
    this.unlisted = text === undefined;
    const rows = text === undefined ? [] : fromJsonText(text);
    this.#byId = rowsById(rows);
    this.#publish();
  }

  /** @returns the rows that are new, in the order in which they were added */
  async add(paths: string[]): Promise<readonly EvidenceRow[]> {
    const { opening } = this;
    const title = texts.cases.nothingWasAdded;
    let said = texts.cases.addingFiles;
    const unfollow = this.desk.on('add:progress', (progress) => {
      // The window may wait for something else by now, or for nothing.
      if (this.notices.busy !== said) return;
      said = addingText(progress);
      this.notices.busy = said;
      // What comes then takes a moment.
      if (progress.stage === 'save') this.notices.stop = null;
    });
    const stop = () => void this.ask(title, 'evidence:stop-adding', {});
    const answer = await this.askBusy(said, title, 'evidence:add', { opening, paths }, stop).finally(
      unfollow,
    );
    if (!answer) return [];
    const { added } = answer;
    const fresh = added.filter(({ id }) => !this.#byId.has(id));
    for (const row of added) this.#byId.set(row.id, row);
    this.#publish();
    void this.verify();
    if (fresh.length < added.length) {
      const known = texts.cases.filesWereInTheCase({ count: added.length - fresh.length });
      this.notices.done(known, texts.cases.theyStayAsTheyAre);
    }
    for (const notice of notAdded(answer)) this.notices.add(notice);
    if (fresh.length > 0) void this.#compare(fresh);
    return fresh;
  }

  /** Says which of the new files are in the case twice. */
  async #compare(fresh: readonly EvidenceRow[]): Promise<void> {
    const { opening } = this;
    const hashes = await this.ask(texts.cases.equalFilesWereNotLookedFor, 'evidence:hashes', {});
    if (!hashes || opening !== this.opening) return;
    this.#hashes = hashes;
    const twice = fresh.flatMap((row) => {
      const other = this.same.get(row.id);
      return other ? [texts.cases.sameFileAs({ path: pathText(row.path), other: pathText(other.path) })] : [];
    });
    if (twice.length === 0) return;
    const title = texts.cases.newFilesAreTwice({ count: twice.length });
    const text = texts.cases.equalFilesWereAdded;
    this.notices.add({ kind: 'warning', title, text, code: null, list: twice });
  }

  async analyse(evidenceIds: number[]): Promise<void> {
    if (evidenceIds.length === 0) return;
    const { opening, parameters } = this;
    const before = evidenceIds.map((id) => [id, this.#byId.get(id)?.findingId ?? null] as const);
    const title = texts.cases.theAnalysisDidNotStart;
    const started = await this.ask(title, 'analysis:start', { opening, evidenceIds, parameters });
    if (!started) return;
    this.#asked.set(started.jobId, before);
    this.#sayWhetherNew(started.jobId);
  }

  /** An analysis is over, whoever asked for it. */
  analysisEnded({ id, state, failed }: Job): void {
    if (state !== 'done' || failed > 0) return;
    this.#ended.add(id);
    this.#sayWhetherNew(id);
  }

  /** What was analysed in the same way before is not analysed again: then nothing else would show that it was done. */
  #sayWhetherNew(jobId: number): void {
    const before = this.#asked.get(jobId);
    if (before === undefined || !this.#ended.has(jobId)) return;
    this.#asked.delete(jobId);
    if (before.some(([id, findingId]) => this.#byId.get(id)?.findingId !== findingId)) return;
    this.notices.done(
      texts.cases.alreadyDoneNothingNew,
      texts.cases.videosAnalysedBefore({ videos: before.length }),
    );
  }

  /** @returns whether they are off the list */
  async remove(evidenceIds: readonly number[], reason: string): Promise<boolean> {
    const { opening } = this;
    const title =
      evidenceIds.length === 1 ? texts.cases.theVideoWasNotRemoved : texts.cases.noVideoWasRemoved;
    const removed = await this.ask(title, 'evidence:remove', {
      ...{ opening, evidenceIds: [...evidenceIds], reason },
    });
    if (removed === undefined) return false;
    for (const id of evidenceIds) this.#byId.delete(id);
    this.#publish();
    this.notices.done(
      texts.cases.videosRemovedFromTheCase({ videos: evidenceIds.length }),
      texts.cases.whatWasFoundInIt,
    );
    void this.verify();
    return true;
  }

  /** Reads every file of the case again: a changed or missing one is named, and marked in list and review. */
  async checkFiles(): Promise<void> {
    const { opening } = this;
    const title = texts.cases.theFilesWereNotChecked;
    let said = texts.cases.checkingTheFiles;
    const unfollow = this.desk.on('check:progress', ({ done, total }) => {
      if (this.notices.busy !== said) return;
      said = texts.cases.checkingTheFilesRead({ done, total: total ?? '?' });
      this.notices.busy = said;
    });
    const stop = () => void this.ask(title, 'evidence:stop-checking', {});
    const checks = await this.askBusy(said, title, 'evidence:check-files', {}, stop).finally(unfollow);
    if (!checks || opening !== this.opening) return;
    const strayed = checks.filter(({ problem }) => problem !== null);
    this.strayed = strayed;
    const unknown = checks.filter(({ state }) => state === 'unknown').length;
    const unchanged = checks.filter(({ state }) => state === 'unchanged').length;
    const found = [
      texts.cases.filesAreUnchanged({ count: unchanged }),
      ...(unknown === 0 ? [] : [texts.cases.filesWereNeverAnalysed({ count: unknown })]),
    ].join(' ');
    if (strayed.length === 0) {
      this.notices.done(texts.cases.noFileWasChanged, found);
      return;
    }
    this.notices.add({
      kind: 'error',
      title: texts.cases.filesStrayed({ files: strayed.length }),
      text: found,
      code: null,
      list: strayed.map(({ path, problem }) => pathLine({ path, reason: problem! })),
    });
  }

  /** Asks for a folder, and looks in it for files that are no longer where they were. */
  async findMoved(evidenceIds: readonly number[]): Promise<void> {
    const { opening } = this;
    const title = texts.cases.theFilesWereNotLookedFor;
    const folder = await this.ask(title, 'dialog:moved-folder', {});
    if (!folder) return;
    const answer = await this.askBusy(texts.cases.lookingForMovedFiles, title, 'evidence:find-moved', {
      ...{ opening, evidenceIds: [...evidenceIds], folder },
    });
    if (!answer) return;
    const { found, missing } = answer;
    for (const row of found) this.#byId.set(row.id, row);
    this.strayed = this.strayed.filter(({ evidenceId }) => !found.some(({ id }) => id === evidenceId));
    this.#publish();
    if (found.length > 0) {
      this.notices.done(
        texts.cases.movedFilesFound({ count: found.length }),
        texts.cases.movedFilesAreTheSame,
      );
      void this.verify();
    }
    if (missing.length === 0) return;
    this.notices.add({
      kind: 'warning',
      title: texts.cases.filesNotFoundAgain({ files: missing.length }),
      text: texts.cases.nothingWasChangedForThem,
      code: null,
      list: missing.map(({ evidenceId, reason }) =>
        pathLine({ path: this.row(evidenceId)?.path ?? '', reason }),
      ),
    });
  }

  async showInFolder(evidenceId: number): Promise<void> {
    await this.ask(texts.cases.theFolderWasNotOpened, 'evidence:show-in-folder', { evidenceId });
  }

  /**
   * Checks what is new in the audit log, or all of it; the result stands until the case changes. The engine's first
   * check of a case that it opened is of all.
   */
  async verify(extent: 'new' | 'whole' = 'new'): Promise<void> {
    if (!this.summary) return;
    const { opening } = this;
    const began = performance.now();
    const chain = await this.desk
      .ask('case:verify', { whole: extent === 'whole' })
      .catch((error: unknown) => {
        // A case that is closed meanwhile has no log to check.
        const isClosed = error instanceof DeskError && error.code === 'case/none-open';
        if (!isClosed) this.notices.report(texts.cases.theAuditLogCouldNotBeChecked, error);
      });
    this.#restMs = restFactor * (performance.now() - began);
    if (!chain || opening !== this.opening) return;
    this.chain = chain;
    const [first] = chain.faults;
    if (!first) return;
    const more = chain.faults.length - 1;
    this.notices.add({
      kind: 'error',
      title: texts.cases.theCaseWasChangedOutside,
      text:
        more === 0
          ? first.problem
          : texts.cases.problemAndMoreFaults({ problem: first.problem, count: more }),
      code: 'case/damaged',
    });
  }

  /** Those that hold, oldest first. */
  async signOffs(): Promise<ListedSignOff[]> {
    return (await this.ask(texts.cases.theSignOffsCouldNotBeRead, 'case:sign-offs', {})) ?? [];
  }

  /** Of the user's own key; null where there is none yet. */
  async fingerprint(): Promise<string | null> {
    return (await this.ask(texts.cases.yourKeyCouldNotBeRead, 'signing-key:fingerprint', {})) ?? null;
  }

  async signOff(role: SignerRole): Promise<void> {
    const { opening } = this;
    const signed = await this.ask(texts.cases.nothingWasSigned, 'case:sign-off', { opening, role });
    if (!signed) return;
    this.notices.done(texts.cases.signedOff, texts.cases.theLogHoldsYourSignature);
    await this.verify();
  }

  receive(row: EvidenceRow): void {
    // A new analysis has read the file: what the check found of it is over.
    if (row.state === 'done' && row.findingId !== this.#byId.get(row.id)?.findingId) {
      this.strayed = this.strayed.filter(({ evidenceId }) => evidenceId !== row.id);
    }
    this.#byId.set(row.id, row);
    this.#timer ??= setTimeout(() => this.#publish(), refreshMs);
    if (this.#check === null)
      this.#check = setTimeout(() => void this.#verifyAgain(), Math.max(refreshMs, this.#restMs));
  }

  /** Each change of a row is an entry in the audit log. */
  async #verifyAgain(): Promise<void> {
    await this.verify();
    this.#check = null;
  }

  #publish(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#rows = [...this.#byId.values()];
  }
}
