/** The window as a whole: which view is shown, and the stores behind it, wired to the engine's events. */
import { createContext } from 'svelte';
import type { AddedEvidence, CaseSummary, ReportFormat } from '../../src-main/shared/case.ts';
import { defaultParameters } from '../../src-main/shared/default-parameters.ts';
import type { AnalysisParameters } from '../../src-main/shared/domain.ts';
import { countOf } from '../../src-main/shared/wording.ts';
import type { Desk } from '../lib/desk.ts';
import { shortHash } from '../lib/format.ts';
import { CaseStore } from './case.svelte.ts';
import { EngineStore } from './engine.svelte.ts';
import { JobStore } from './jobs.svelte.ts';
import { Lab } from './lab.svelte.ts';
import { ListingStore } from './listing.svelte.ts';
import { ModelStore } from './models.svelte.ts';
import { NoticeStore } from './notices.svelte.ts';
import { Playhead } from './playhead.svelte.ts';

export type View = 'start' | 'case' | 'review' | 'model' | 'lab';

export const [useWorkspace, provideWorkspace] = createContext<Workspace>();

export class Workspace {
  readonly desk: Desk;
  readonly notices = new NoticeStore();
  readonly engine: EngineStore;
  readonly cases: CaseStore;
  readonly jobs: JobStore;
  readonly listing: ListingStore;
  readonly models: ModelStore;
  readonly playhead: Playhead;
  readonly lab: Lab;
  view = $state<View>('start');
  /** What the window waits for, in words; null when it is free. */
  busy = $state<string | null>(null);
  recent = $state.raw<readonly string[]>([]);
  parameters = $state.raw<AnalysisParameters>(defaultParameters);
  #opening = false;

  constructor(desk: Desk) {
    this.desk = desk;
    this.engine = new EngineStore(desk);
    this.cases = new CaseStore(desk);
    this.jobs = new JobStore(desk);
    this.listing = new ListingStore(this.cases);
    this.models = new ModelStore(desk);
    this.playhead = new Playhead(desk);
    this.lab = new Lab(desk, this.notices, this.engine, this.models);
  }

  /** Listens to the engine and loads what there is. @returns what ends the listening */
  start(): () => void {
    const ends = [
      this.lab.listen(),
      this.desk.on('job:progress', (progress) => this.jobs.receiveProgress(progress)),
      this.desk.on('job:changed', (job) => {
        this.jobs.receiveJob(job);
        if (job.finishedAt !== null) void this.verify();
      }),
      this.desk.on('evidence:changed', (row) => {
        this.cases.receive(row);
        if (row.state === 'running') return;
        this.jobs.forget(row.id);
        if (row.id === this.playhead.detail?.row.id) void this.#reload(row.id);
      }),
      this.desk.on('engine:stopped', ({ message }) => {
        this.engine.stopped = message;
        this.jobs.clear();
      }),
      this.desk.on('engine:ready', () => void this.#load()),
      this.desk.on('case:changed', (open) => {
        // What this page opens itself, it shows when the answer is there.
        if (!this.#opening) void this.#follow(() => open);
      }),
    ];
    void this.#load();
    void this.#follow(() => this.desk.ask('case:current', {}));
    return () => ends.forEach((end) => end());
  }

  async #load(): Promise<void> {
    await Promise.all([
      this.notices.guard('The engine did not answer', () => this.engine.load()),
      this.notices.guard('The model cannot be used', () => this.models.load()),
      this.lab.reload(),
    ]);
  }

  /** Shows the case that is open in the engine, whoever opened it. */
  async #follow(open: () => CaseSummary | null | Promise<CaseSummary | null>): Promise<void> {
    await Promise.all([
      this.notices.guard('Recent cases are not known', () => this.#loadRecent()),
      this.notices.guard('The case could not be shown', async () => this.#enter(await open())),
    ]);
  }

  async #loadRecent(): Promise<void> {
    this.recent = await this.desk.ask('case:recent', {});
  }

  /** Shows a case as the engine has it; a case that was under review stays there. */
  async #enter(summary: CaseSummary | null): Promise<void> {
    const same = summary?.path === this.cases.summary?.path;
    if (!same) this.#leave();
    await this.cases.show(summary);
    if (!summary) return;
    if (this.view === 'start') this.view = 'case';
    await this.jobs.load();
    await this.verify();
  }

  #leave(): void {
    this.listing.reset();
    this.playhead.close();
    this.jobs.clear();
    if (this.view === 'review' || this.view === 'case') this.view = 'start';
  }

  async #reload(evidenceId: number): Promise<void> {
    await this.notices.guard('The video could not be shown', () => this.playhead.open(evidenceId));
  }

  /** Opens a case by `action`, then shows it and what belongs to it. */
  async #openBy(title: string, busy: string, action: () => Promise<void>): Promise<boolean> {
    this.busy = busy;
    this.#opening = true;
    try {
      return (
        (await this.notices.guard(title, async () => {
          await action();
          this.listing.reset();
          this.playhead.close();
          this.view = 'case';
          await Promise.all([this.jobs.load(), this.#loadRecent(), this.verify()]);
          return true;
        })) ?? false
      );
    } finally {
      this.busy = null;
      this.#opening = false;
    }
  }

  async newCase(): Promise<boolean> {
    const path = await this.notices.guard('No case was made', () => this.desk.ask('dialog:new-case', {}));
    if (!path) return false;
    return this.#openBy('No case was made', 'Making the case…', () => this.cases.create(path));
  }

  async openCase(known?: string): Promise<boolean> {
    const title = 'The case could not be opened';
    const path = known ?? (await this.notices.guard(title, () => this.desk.ask('dialog:open-case', {})));
    if (!path) return false;
    return this.#openBy(title, 'Opening the case…', () => this.cases.open(path));
  }

  async sampleCase(): Promise<void> {
    const opened = await this.#openBy('The sample case could not be made', 'Making the sample clips…', () =>
      this.cases.sample(),
    );
    if (opened) await this.analyse(this.cases.waiting.map((row) => row.id));
  }

  async closeCase(): Promise<void> {
    await this.notices.guard('The case could not be closed', async () => {
      await this.cases.close();
      this.#leave();
      this.view = 'start';
      await this.#loadRecent();
    });
  }

  async addFrom(dialog: 'dialog:add-files' | 'dialog:add-folder'): Promise<void> {
    const paths = await this.notices.guard('Nothing was added', () => this.desk.ask(dialog, {}));
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
    this.busy = 'Adding evidence…';
    const answer = await this.notices.guard('Nothing was added', () => this.cases.add(paths));
    this.busy = null;
    if (!answer) return;
    const { ignored, unreadable } = answer;
    if (ignored.length > 0) {
      const title = `${countOf(ignored.length, 'file was', 'files were')} not added`;
      this.notices.add({ kind: 'warning', title, text: listed(ignored, 5), code: null });
    }
    if (unreadable.length > 0) {
      const title = `${countOf(unreadable.length, 'path', 'paths')} could not be read`;
      this.notices.add({ kind: 'error', title, text: listed(unreadable, 50), code: 'media/unreadable' });
    }
  }

  async analyse(evidenceIds: number[], parameters = this.parameters): Promise<void> {
    if (evidenceIds.length === 0) return;
    await this.notices.guard('The analysis did not start', () => this.cases.analyse(evidenceIds, parameters));
  }

  async cancel(jobId: number): Promise<void> {
    await this.notices.guard('The analysis could not be cancelled', () => this.jobs.cancel(jobId));
  }

  async review(evidenceId: number): Promise<void> {
    this.listing.activeId = evidenceId;
    const title = 'The video could not be shown';
    const opened = await this.notices.guard(title, async () => {
      await this.playhead.open(evidenceId);
      return true;
    });
    if (opened) this.view = 'review';
  }

  async verify(): Promise<void> {
    if (!this.cases.summary) return;
    await this.notices.guard('The audit log could not be checked', () => this.cases.verify());
    const problem = this.cases.chain?.problem;
    if (!problem) return;
    this.notices.add({
      kind: 'error',
      title: 'The case was changed outside Exhibit',
      text: problem,
      code: 'case/damaged',
    });
  }

  async exportReport(format: ReportFormat): Promise<void> {
    const title = 'The report was not written';
    const path = await this.notices.guard(title, () => this.desk.ask('dialog:save-report', { format }));
    if (!path) return;
    this.busy = 'Writing the report…';
    const written = await this.notices.guard(title, () => this.cases.report(format, path));
    this.busy = null;
    if (!written) return;
    this.notices.add({
      kind: 'done',
      title: 'Report written',
      text: `${written.path}\nSHA-256 ${shortHash(written.sha256)}…`,
      code: null,
    });
    await this.verify();
  }
}

function listed(paths: AddedEvidence['ignored'], atMost: number): string {
  const lines = paths.slice(0, atMost).map(({ path, reason }) => `${path}: ${reason}`);
  const more = paths.length - lines.length;
  return [...lines, ...(more > 0 ? [`and ${countOf(more, 'other')}`] : [])].join('\n');
}
