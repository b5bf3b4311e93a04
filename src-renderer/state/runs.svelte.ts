/** Experiments that run or ran, how far each is, and the one that is looked at. */
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type {
  EpochFigures,
  ExperimentParameters,
  RunDetail,
  RunProgress,
  RunSummary,
} from '../../src-main/shared/lab.ts';
import type { Desk } from '../lib/desk.ts';

export const isOpen = ({ state }: RunSummary): boolean => state === 'queued' || state === 'running';

export class RunStore {
  readonly #desk: Desk;
  readonly #latest = new SvelteMap<number, RunProgress>();
  /** Runs that were asked to stop, for now or for good, and have not yet. */
  readonly #stopping = new SvelteSet<number>();
  #list = $state.raw<readonly RunSummary[]>([]);
  detail = $state.raw<RunDetail | null>(null);
  readonly open = $derived(this.#list.filter(isOpen));

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** Newest first. */
  get list(): readonly RunSummary[] {
    return this.#list;
  }

  async load(): Promise<void> {
    this.#list = newestFirst(await this.#desk.ask('experiment:list', {}));
    this.#stopping.clear();
    this.#latest.clear();
    if (this.detail && !this.#list.some(({ id }) => id === this.detail?.run.id)) this.detail = null;
  }

  async show(runId: number): Promise<void> {
    this.detail = await this.detailOf(runId);
  }

  /** Loads the shown run again: it has changed. An answer that another choice overtook is dropped. */
  async refresh(): Promise<void> {
    const shown = this.detail?.run.id;
    if (shown === undefined) return;
    const detail = await this.detailOf(shown);
    if (this.detail?.run.id === shown) this.detail = detail;
  }

  detailOf(runId: number): Promise<RunDetail> {
    return this.#desk.ask('experiment:detail', { runId });
  }

  async start(parameters: ExperimentParameters): Promise<number> {
    const { runId } = await this.#desk.ask('experiment:start', { parameters });
    await this.load();
    return runId;
  }

  async pause(runId: number): Promise<void> {
    await this.#stop(runId, 'experiment:pause');
  }

  async cancel(runId: number): Promise<void> {
    await this.#stop(runId, 'experiment:cancel');
  }

  async resume(runId: number): Promise<void> {
    await this.#desk.ask('experiment:resume', { runId });
  }

  async remove(runId: number): Promise<void> {
    await this.#desk.ask('experiment:remove', { runId });
    await this.load();
  }

  async #stop(runId: number, command: 'experiment:pause' | 'experiment:cancel'): Promise<void> {
    this.#stopping.add(runId);
    try {
      await this.#desk.ask(command, { runId });
    } catch (error) {
      this.#stopping.delete(runId);
      throw error;
    }
  }

  isStopping(runId: number): boolean {
    return this.#stopping.has(runId);
  }

  progressOf(runId: number): RunProgress | null {
    return this.#latest.get(runId) ?? null;
  }

  /** Work on a finished run, such as publishing it, ends without a change of its state. */
  forgetProgress(runId: number): void {
    this.#latest.delete(runId);
  }

  receiveProgress(progress: RunProgress): void {
    this.#latest.set(progress.runId, progress);
    const { detail } = this;
    if (progress.epoch === null || detail?.run.id !== progress.runId) return;
    this.detail = { ...detail, epochs: withEpoch(detail.epochs, progress.epoch) };
  }

  receiveRun(run: RunSummary): void {
    this.#list = newestFirst([...this.#list.filter(({ id }) => id !== run.id), run]);
    if (this.detail?.run.id === run.id) this.detail = { ...this.detail, run };
    if (run.state === 'running') return;
    this.#stopping.delete(run.id);
    this.#latest.delete(run.id);
  }
}

const newestFirst = (runs: readonly RunSummary[]) => runs.toSorted((a, b) => b.id - a.id);

/** After a stop a run repeats its last epoch: the newer figures stand. */
function withEpoch(epochs: readonly EpochFigures[], epoch: EpochFigures): EpochFigures[] {
  return [...epochs.filter((each) => each.stage !== epoch.stage || each.epoch !== epoch.epoch), epoch];
}
