/** Analyses that run or ran, and how far each video is. */
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import { isInterrupted, type Job, type JobProgress } from '../../src-main/shared/case.ts';
import type { Progress } from '../../src-main/shared/domain.ts';
import type { Desk } from '../lib/desk.ts';
import { texts } from '../texts/texts.ts';
import { AskingStore } from './asking-store.ts';
import type { CaseStore } from './case.svelte.ts';
import type { NoticeStore } from './notices.svelte.ts';

const isOpen = (job: Job) => job.state === 'queued' || job.state === 'running';

export class JobStore extends AskingStore {
  readonly #cases: Pick<CaseStore, 'opening'>;
  readonly #latest = new SvelteMap<number, JobProgress>();
  readonly #stages = new SvelteMap<number, Progress>();
  /** Jobs whose end was asked for but has not come yet. */
  readonly #cancelling = new SvelteSet<number>();
  #jobs = $state.raw<readonly Job[]>([]);
  readonly open = $derived(this.#jobs.filter(isOpen));
  readonly current = $derived(this.open.find((job) => job.state === 'running') ?? this.open[0] ?? null);

  /** The newest job that was interrupted, to go on with; null while another one runs. */
  readonly interrupted = $derived(
    this.current === null ? (this.#jobs.toSorted((a, b) => b.id - a.id).find(isInterrupted) ?? null) : null,
  );

  constructor(desk: Desk, notices: NoticeStore, cases: Pick<CaseStore, 'opening'>) {
    super(desk, notices);
    this.#cases = cases;
  }

  async load(): Promise<void> {
    this.clear();
    const title = texts.cases.theAnalysesCouldNotBeListed;
    this.#jobs = (await this.ask(title, 'job:list', {})) ?? [];
  }

  clear(): void {
    this.#jobs = [];
    this.#latest.clear();
    this.#stages.clear();
    this.#cancelling.clear();
  }

  progressOf(jobId: number): JobProgress | null {
    return this.#latest.get(jobId) ?? null;
  }

  /** The stage that one video is in, while it is worked on. */
  stageOf(evidenceId: number): Progress | null {
    return this.#stages.get(evidenceId) ?? null;
  }

  isCancelling(jobId: number): boolean {
    return this.#cancelling.has(jobId);
  }

  async resume(jobId: number): Promise<void> {
    const { opening } = this.#cases;
    const title = texts.cases.theAnalysisCouldNotGoOn;
    await this.askBusy(texts.cases.loadingTheNetworks, title, 'job:resume', { opening, jobId });
  }

  async cancel(jobId: number): Promise<void> {
    const { opening } = this.#cases;
    this.#cancelling.add(jobId);
    const title = texts.cases.theAnalysisCouldNotBeCancelled;
    const asked = await this.ask(title, 'job:cancel', { opening, jobId });
    if (asked === undefined) this.#cancelling.delete(jobId);
  }

  receiveProgress(progress: JobProgress): void {
    this.#latest.set(progress.jobId, progress);
    if (progress.evidenceId !== null) this.#stages.set(progress.evidenceId, progress.progress);
  }

  receiveJob(job: Job): void {
    this.#jobs = [...this.#jobs.filter(({ id }) => id !== job.id), job].sort((a, b) => a.id - b.id);
    if (isOpen(job)) return;
    this.#cancelling.delete(job.id);
    if (this.open.length === 0) this.#stages.clear();
  }

  /** A video is done: its stage is no longer news. */
  forget(evidenceId: number): void {
    this.#stages.delete(evidenceId);
  }
}
