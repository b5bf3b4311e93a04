/** The window as a whole: which view is shown, the stores behind it, and what touches several of them. */
import { createContext } from 'svelte';
import type { CaseSummary, EvidenceRow } from '../../src-main/shared/case.ts';
import type { SeenPerson } from '../../src-main/shared/people.ts';
import { textSizes } from '../../src-main/shared/preferences.ts';
import type { Desk } from '../lib/desk.ts';
import { texts } from '../texts/texts.ts';
import { CaseStore } from './case.svelte.ts';
import { ChartStore } from './charts.svelte.ts';
import { CompareStore } from './compare.svelte.ts';
import { CorrectingStore } from './correcting.svelte.ts';
import { EngineStore } from './engine.svelte.ts';
import { JobStore } from './jobs.svelte.ts';
import { Lab } from './lab.svelte.ts';
import { KeyStore } from './keys.svelte.ts';
import { LayoutStore } from './layout.svelte.ts';
import { ListingStore } from './listing.svelte.ts';
import { ReportStore } from './reports.ts';
import { ReportTemplateStore } from './report-template.svelte.ts';
import { MarkingStore } from './marking.svelte.ts';
import { ModelStore } from './models.svelte.ts';
import { NotebookStore } from './notebook.svelte.ts';
import { NoticeStore } from './notices.svelte.ts';
import { Playhead } from './playhead.svelte.ts';
import { LikenessStore } from './likeness.svelte.ts';
import { PreferenceStore } from './preferences.svelte.ts';
import { MeasuringStore } from './measuring.svelte.ts';
import { ReencodingStore } from './reencoding.svelte.ts';
import { RepeatStore } from './repeats.svelte.ts';
import { SavedFilterStore } from './saved-filters.svelte.ts';
import { SimilarFacesStore } from './similar-faces.svelte.ts';
import { SingleFaceStore } from './single-faces.svelte.ts';

export type View = 'start' | 'case' | 'review' | 'compare' | 'model' | 'lab' | 'log';

export const [useWorkspace, provideWorkspace] = createContext<Workspace>();

export class Workspace {
  readonly desk: Desk;
  readonly notices = new NoticeStore();
  readonly engine: EngineStore;
  readonly cases: CaseStore;
  readonly jobs: JobStore;
  readonly reports: ReportStore;
  readonly reportTemplate: ReportTemplateStore;
  readonly listing: ListingStore;
  readonly notebook: NotebookStore;
  readonly models: ModelStore;
  readonly playhead: Playhead;
  readonly compare: CompareStore;
  readonly repeats: RepeatStore;
  readonly reencoding: ReencodingStore;
  readonly measuring: MeasuringStore;
  readonly preferences: PreferenceStore;
  readonly charts: ChartStore;
  readonly layout: LayoutStore;
  readonly keys: KeyStore;
  readonly savedFilters: SavedFilterStore;
  readonly marking: MarkingStore;
  readonly correcting: CorrectingStore;
  readonly faces: SingleFaceStore;
  readonly likeness: LikenessStore;
  readonly similar: SimilarFacesStore;
  readonly lab: Lab;
  view = $state<View>('start');
  /** A dialog about the case, whoever asked for it: toolbar or menu. */
  dialog = $state<'details' | 'report' | 'sign-off' | 'people' | null>(null);
  recent = $state.raw<readonly string[]>([]);
  /** How many cases this page is opening itself. */
  #openings = 0;
  /** What the engine announced meanwhile. */
  #announced: CaseSummary | null | undefined;
  /** Counts the cases to show: an answer that a later one overtook is dropped. */
  #shown = 0;

  constructor(desk: Desk) {
    this.desk = desk;
    this.engine = new EngineStore(desk, this.notices);
    this.cases = new CaseStore(desk, this.notices);
    this.reports = new ReportStore(desk, this.notices, this.cases);
    this.reportTemplate = new ReportTemplateStore(desk, this.notices);
    this.jobs = new JobStore(desk, this.notices, this.cases);
    this.notebook = new NotebookStore(desk, this.notices, this.cases, () => this.#seeAnew());
    this.listing = new ListingStore(this.cases, this.notebook);
    this.models = new ModelStore(desk, this.notices, this.engine);
    this.playhead = new Playhead(desk, this.notices, this.cases);
    this.preferences = new PreferenceStore(desk, this.notices);
    this.layout = new LayoutStore(this.preferences);
    this.keys = new KeyStore(this.preferences);
    this.savedFilters = new SavedFilterStore(this.preferences, this.listing);
    this.charts = new ChartStore(desk, this.notices);
    this.compare = new CompareStore(desk, this.notices);
    this.repeats = new RepeatStore(desk, this.notices);
    this.reencoding = new ReencodingStore(desk, this.notices, this.playhead, this.cases);
    this.measuring = new MeasuringStore(desk, this.notices, this.playhead, this.cases);
    this.marking = new MarkingStore(this.notebook, this.playhead);
    this.correcting = new CorrectingStore(this.notebook, this.playhead);
    this.faces = new SingleFaceStore(desk, this.notices, this.notebook, this.playhead);
    this.likeness = new LikenessStore(desk, this.notices, this);
    this.similar = new SimilarFacesStore(desk, this.notices, this);
    this.lab = new Lab(desk, this.notices, this.models);
  }

  /** Listens to the engine and loads what there is. @returns what ends the listening */
  start(): () => void {
    const ends = [
      this.lab.listen(),
      this.faces.listen(),
      this.likeness.listen(),
      this.similar.listen(),
      this.desk.on('job:progress', (progress) => this.jobs.receiveProgress(progress)),
      this.desk.on('job:changed', (job) => {
        this.jobs.receiveJob(job);
        if (job.finishedAt === null) return;
        this.cases.analysisEnded(job);
        void this.notebook.loadNamed();
        void this.cases.verify();
      }),
      this.desk.on('evidence:changed', (row) => {
        this.cases.receive(row);
        if (row.state === 'running') return;
        this.jobs.forget(row.id);
        this.compare.follow(row);
        // While two videos are compared, a question by the review would end the decoder of A.
        if (row.id === this.playhead.detail?.row.id && this.view !== 'compare') void this.#refreshReview(row);
      }),
      this.desk.on('engine:stopped', ({ message }) => {
        this.engine.stopped = message;
        this.jobs.clear();
      }),
      this.desk.on('engine:ready', () => {
        void this.#load();
        // What was asked of the one before is lost, the check of the file among it, and so is the opening of its case.
        if (this.view === 'compare') this.compare.reopen();
        else void this.#refreshReview();
      }),
      this.desk.on('case:changed', (open) => {
        if (this.#openings === 0) return void this.#follow(() => open);
        // What this page opens itself, it shows when the answer is there. Until then, no picture and no mark may go to
        // a video of the same number in the other case.
        this.#announced = open;
        if (open?.path !== this.cases.summary?.path) this.#leave();
      }),
    ];
    void this.#load();
    void this.preferences.load();
    void this.#follow(() => this.desk.ask('case:current', {}));
    return () => ends.forEach((end) => end());
  }

  async #load(): Promise<void> {
    await Promise.all([this.engine.load(), this.models.load(), this.lab.reload()]);
  }

  /** Another process, such as the command line, may have put another model in use. */
  async refreshModel(): Promise<void> {
    if (this.engine.info === null || this.engine.stopped !== null) return;
    const before = this.engine.info.activeModel?.name;
    await this.engine.load();
    if (this.engine.info.activeModel?.name !== before) await this.models.load();
  }

  /** Shows the case that is open in the engine, whoever opened it. */
  async #follow(open: () => CaseSummary | null | Promise<CaseSummary | null>): Promise<void> {
    const shown = ++this.#shown;
    await Promise.all([
      this.#loadRecent(),
      this.notices.guard(texts.start.theCaseCouldNotBeShown, async () => {
        const summary = await open();
        if (shown === this.#shown) await this.#enter(summary);
      }),
    ]);
  }

  async #loadRecent(): Promise<void> {
    const title = texts.start.recentCasesCouldNotBeListed;
    this.recent = (await this.notices.guard(title, () => this.desk.ask('case:recent', {}))) ?? this.recent;
  }

  /** Shows a case as the engine has it; a case that was under review stays there. */
  async #enter(summary: CaseSummary | null): Promise<void> {
    if (summary?.path !== this.cases.summary?.path) this.#leave();
    await this.cases.show(summary);
    if (!summary) return;
    if (this.view === 'start') this.view = 'case';
    await Promise.all([this.jobs.load(), this.notebook.load()]);
    await this.cases.verify();
  }

  #leave(): void {
    this.dialog = null;
    this.listing.reset();
    this.playhead.close();
    this.compare.close();
    this.marking.reset();
    this.faces.reset();
    this.likeness.reset();
    void this.similar.close();
    this.notebook.clear();
    this.jobs.clear();
    if (['case', 'review', 'compare', 'log'].includes(this.view)) this.view = 'start';
  }

  /** Another examiner, or another way of working, sees other videos, and another one under review. */
  async #seeAnew(): Promise<void> {
    await Promise.all([this.cases.relist(), this.#refreshReview()]);
  }

  /** @param row of the video, if that is what changed */
  async #refreshReview(row?: EvidenceRow): Promise<void> {
    await (row ? this.playhead.follow(row) : this.playhead.refresh());
    if (this.view === 'review' && this.playhead.detail === null) this.view = 'case';
  }

  /** Shows the case that was opened, and what belongs to it. @returns whether there is one */
  async #show(opening: Promise<boolean>): Promise<boolean> {
    this.#openings += 1;
    try {
      if (!(await opening)) return false;
      this.#shown += 1;
      this.listing.reset();
      this.playhead.close();
      this.marking.reset();
      this.faces.reset();
      this.likeness.reset();
      void this.similar.close();
      this.notebook.clear();
      this.view = 'case';
      await Promise.all([this.jobs.load(), this.notebook.load(), this.#loadRecent(), this.cases.verify()]);
      return true;
    } finally {
      this.#openings -= 1;
      if (this.#openings === 0) await this.#catchUp();
    }
  }

  /** Shows the case that the engine announced last, if it is another one than this page opened. */
  async #catchUp(): Promise<void> {
    const announced = this.#announced;
    this.#announced = undefined;
    if (announced !== undefined && announced?.path !== this.cases.summary?.path) {
      await this.#follow(() => announced);
    }
  }

  /** Text and all around it, by a step; 0 for the usual size. */
  resize(step: 1 | -1 | 0): void {
    const at = textSizes.findIndex((size) => size === this.preferences.kept.textSize);
    const textSize = step === 0 ? 1 : textSizes[at + step];
    if (textSize !== undefined) void this.preferences.keep({ textSize });
  }

  async newCase(): Promise<boolean> {
    const path = await this.notices.guard(texts.start.noCaseWasMade, () =>
      this.desk.ask('dialog:new-case', {}),
    );
    if (!path || !(await this.#mayLeave())) return false;
    return this.#show(this.cases.create(path, () => void this.openCase(path)));
  }

  /** @param known path of a case; left out, the examiner chooses one */
  async openCase(known?: string): Promise<void> {
    const title = texts.start.theCaseCouldNotBeOpened;
    const path = known ?? (await this.notices.guard(title, () => this.desk.ask('dialog:open-case', {})));
    if (path && (await this.#mayLeave((open) => open === path))) await this.#show(this.cases.open(path));
  }

  async sampleCase(): Promise<void> {
    const title = texts.start.theSampleCaseWasNotMade;
    const folder = await this.notices.guard(title, () => this.desk.ask('case:sample-folder', {}));
    if (
      !folder ||
      !(await this.#mayLeave((open) => open.startsWith(`${folder}/`) || open.startsWith(`${folder}\\`)))
    )
      return;
    if (await this.#show(this.cases.sample(folder)))
      await this.cases.analyse(this.cases.waiting.map(({ id }) => id));
  }

  /** Asks first while an analysis runs. @param staysAt whether the case at this path would stay open */
  async #mayLeave(staysAt: (path: string) => boolean = () => false): Promise<boolean> {
    const path = this.cases.summary?.path;
    if (path === undefined || staysAt(path)) return true;
    const title = texts.start.theCaseWasNotLeft;
    return (await this.notices.guard(title, () => this.desk.ask('case:may-leave', {}))) ?? false;
  }

  async closeCase(): Promise<void> {
    if (!(await this.#mayLeave()) || !(await this.cases.close())) return;
    this.#leave();
    this.view = 'start';
    await this.#loadRecent();
  }

  async addFrom(dialog: 'dialog:add-files' | 'dialog:add-folder'): Promise<void> {
    const paths = await this.notices.guard(texts.start.nothingWasAdded, () => this.desk.ask(dialog, {}));
    if (paths) await this.addPaths(paths);
  }

  /** Dropped or chosen paths: a case file is opened, anything else is added, to a new case if none is open. */
  async addPaths(paths: string[]): Promise<void> {
    const caseFile = paths.find((path) => path.toLowerCase().endsWith('.exhibit'));
    if (caseFile) {
      await this.openCase(caseFile);
      return;
    }
    if (paths.length === 0) return;
    if (!this.cases.summary && !(await this.newCase())) return;
    this.view = 'case';
    this.listing.reveal(await this.cases.add(paths));
    // A file that was removed may be back, with its names.
    void this.notebook.loadNamed();
  }

  /** Asks why; who is at work has to be said first, as the log names them. */
  askRemoval(evidenceIds: readonly number[]): void {
    if (this.notebook.examiner === null) this.notebook.askingWho = true;
    else this.listing.asked = { what: 'removal', evidenceIds };
  }

  /** Takes videos off the list. */
  async removeVideos(evidenceIds: readonly number[], reason: string): Promise<void> {
    const next = this.listing.nextAfter(evidenceIds);
    if (!(await this.cases.remove(evidenceIds, reason))) return;
    this.listing.forget(evidenceIds, next);
    void this.notebook.loadNamed();
    if (evidenceIds.includes(this.playhead.detail?.row.id ?? 0)) this.playhead.close();
    await this.jobs.load();
  }

  async review(evidenceId: number): Promise<void> {
    this.listing.activeId = evidenceId;
    if (!(await this.playhead.open(evidenceId))) return;
    // Only now: what was marked meanwhile is of the video before.
    this.marking.reset();
    this.faces.reset();
    this.likeness.reset();
    void this.similar.close();
    this.view = 'review';
  }

  /** One person of a video. */
  async reviewPerson({ evidenceId, person: id }: Pick<SeenPerson, 'evidenceId' | 'person'>): Promise<void> {
    await this.review(evidenceId);
    const { detail, tracks } = this.playhead;
    const person = tracks.find((each) => each.id === id);
    if (detail?.row.id === evidenceId && person) this.playhead.showPerson(person);
  }

  /** Two videos, from their beginnings. */
  compareVideos(evidenceIds: readonly number[]): void {
    const [a, b, ...more] = evidenceIds;
    if (a === undefined || b === undefined || more.length > 0) this.#nothingToCompare();
    else this.#compare({ evidenceId: a, frameIndex: 0 }, { evidenceId: b, frameIndex: 0 });
  }

  /** The frame under review and the one after it, from which the examiner goes on. */
  compareFrames(): void {
    const { shown, lastFrame } = this.playhead;
    if (!shown) return;
    if (lastFrame === 0) return this.#nothingToCompare();
    const { evidenceId, facts } = shown;
    const next = Math.min(facts.frameIndex + 1, lastFrame);
    this.#compare({ evidenceId, frameIndex: facts.frameIndex }, { evidenceId, frameIndex: next });
  }

  #nothingToCompare(): void {
    const key = this.keys.hint('compare-videos');
    this.notices.advise(texts.start.nothingToCompare, texts.start.howToCompareTwo({ key }));
  }

  /** Whichever way the view was left. What changed in the review meanwhile is read now. */
  endComparison(): void {
    this.compare.end();
    void this.#refreshReview();
  }

  #compare(...frames: Parameters<CompareStore['open']>): void {
    this.compare.from = this.view === 'review' ? 'review' : 'case';
    this.playhead.loader.rest();
    this.view = 'compare';
    void this.compare.open(...frames);
  }
}
