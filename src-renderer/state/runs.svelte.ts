/** Experiments that run or ran, how far each is, and the one that is looked at. */
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type {
  EpochFigures,
  ExperimentParameters,
  RunDetail,
  RunProgress,
  RunSummary,
} from '../../src-main/shared/lab.ts';
import { texts } from '../texts/texts.ts';
import { AskingStore } from './asking-store.ts';

export const isOpen = ({ state }: RunSummary): boolean => state === 'queued' || state === 'running';

export class RunStore extends AskingStore {
  readonly #latest = new SvelteMap<number, RunProgress>();
  /** Runs that were asked to stop, for now or for good, and have not yet. */
  readonly #stopping = new SvelteSet<number>();
  #chosen: number | null = null;
  #list = $state.raw<readonly RunSummary[]>([]);
  detail = $state.raw<RunDetail | null>(null);

  /** Newest first. */
  get list(): readonly RunSummary[] {
    return this.#list;
  }

  async load(): Promise<void> {
    const title = texts.runs.theExperimentsCouldNotBeListed;
    const list = await this.ask(title, 'experiment:list', {});
    if (!list) return;
    this.#list = newestFirst(list);
    this.#stopping.clear();
    this.#latest.clear();
    if (this.detail && !list.some(({ id }) => id === this.detail?.run.id)) this.detail = null;
  }

  /** An answer that another choice overtook is dropped. @returns whether it is shown */
  async show(runId: number): Promise<boolean> {
    this.#chosen = runId;
    const detail = await this.detailOf(runId);
    if (!detail || this.#chosen !== runId) return false;
    this.detail = detail;
    return true;
  }

  /** Loads the shown run again: it has changed. An answer that another choice overtook is dropped. */
  async refresh(): Promise<void> {
    const shown = this.detail?.run.id;
    if (shown === undefined) return;
    const detail = await this.detailOf(shown);
    if (detail && this.detail?.run.id === shown) this.detail = detail;
  }

  detailOf(runId: number): Promise<RunDetail | undefined> {
    return this.ask(texts.runs.theExperimentCouldNotBeShown, 'experiment:detail', { runId });
  }

  /** @returns the new run's id */
  async start(parameters: ExperimentParameters): Promise<number | undefined> {
    const started = await this.ask(texts.runs.theExperimentDidNotStart, 'experiment:start', { parameters });
    if (started) await this.load();
    return started?.runId;
  }

  async pause(runId: number): Promise<void> {
    await this.#stop(runId, 'experiment:pause', texts.runs.theExperimentCouldNotBePaused);
  }

  async cancel(runId: number): Promise<void> {
    await this.#stop(runId, 'experiment:cancel', texts.runs.theExperimentCouldNotBeCancelled);
  }

  async #stop(
    runId: number,
    command: 'experiment:pause' | 'experiment:cancel',
    title: string,
  ): Promise<void> {
    this.#stopping.add(runId);
    const asked = await this.ask(title, command, { runId });
    if (asked !== undefined) return;
    this.#stopping.delete(runId);
    // It may have ended already, or another program runs it: show how it stands.
    await this.load();
    await this.refresh();
  }

  async resume(runId: number): Promise<void> {
    const title = texts.runs.theExperimentCouldNotBeResumed;
    await this.ask(title, 'experiment:resume', { runId });
  }

  /** @returns whether it is gone */
  async remove(runId: number): Promise<boolean> {
    const title = texts.runs.theExperimentWasNotRemoved;
    const removed = await this.ask(title, 'experiment:remove', { runId });
    if (removed === undefined) return false;
    await this.load();
    return true;
  }

  async testRobustness(runId: number, degradations: string[]): Promise<void> {
    await this.ask(texts.runs.theDegradationsWereNotTested, 'experiment:robustness', { runId, degradations });
  }

  /** Writes all figures of a run to a folder that the examiner chooses. */
  async exportFigures(runId: number): Promise<void> {
    const title = texts.runs.theFiguresWereNotWritten;
    const folder = await this.ask(title, 'dialog:figures-folder', {});
    if (!folder) return;
    const written = await this.askBusy(texts.runs.writingTheFigures, title, 'experiment:figures', {
      runId,
      folder,
    });
    const [first] = written?.files ?? [];
    if (!written || first === undefined) return;
    const run = () => void this.ask(texts.runs.theFolderWasNotShown, 'file:show-in-folder', { path: folder });
    const show = { word: texts.runs.showInFolder, run };
    this.notices.done(texts.runs.filesWritten({ files: written.files.length }), folder, [show]);
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
