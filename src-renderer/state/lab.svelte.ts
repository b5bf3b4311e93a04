/** The Lab view: which section is shown, the stores behind it, and what touches several of them. */
import type { Input } from '../../src-main/shared/contract.ts';
import type { ExperimentParameters, RunSummary } from '../../src-main/shared/lab.ts';
import type { Desk } from '../lib/desk.ts';
import { Comparison } from './comparison.svelte.ts';
import { DatasetStore } from './datasets.svelte.ts';
import type { ModelStore } from './models.svelte.ts';
import { NeighbourStore } from './neighbours.svelte.ts';
import type { NoticeStore } from './notices.svelte.ts';
import { RunStore } from './runs.svelte.ts';

export type LabSection = 'datasets' | 'experiments' | 'run' | 'comparison' | 'models';

export class Lab {
  readonly #desk: Desk;
  readonly models: ModelStore;
  readonly datasets: DatasetStore;
  readonly runs: RunStore;
  readonly comparison: Comparison;
  readonly neighbours: NeighbourStore;
  section = $state<LabSection>('datasets');
  #entered = false;

  constructor(desk: Desk, notices: NoticeStore, models: ModelStore) {
    this.#desk = desk;
    this.models = models;
    this.datasets = new DatasetStore(desk, notices);
    this.runs = new RunStore(desk, notices);
    this.comparison = new Comparison(this.runs);
    this.neighbours = new NeighbourStore(desk, notices);
  }

  /** @returns what ends the listening */
  listen(): () => void {
    const ends = [
      this.#desk.on('run:progress', (progress) => this.runs.receiveProgress(progress)),
      this.#desk.on('run:changed', (run) => void this.#receive(run)),
      this.#desk.on('dataset:progress', ({ folder, progress }) =>
        this.datasets.receiveProgress(folder, progress),
      ),
    ];
    return () => ends.forEach((end) => end());
  }

  /** Nothing of the lab is loaded before somebody looks at it. */
  async enter(): Promise<void> {
    this.#entered = true;
    await Promise.all([this.datasets.load(), this.runs.load(), this.models.loadInstalled()]);
  }

  /** The engine was started again: runs may have stopped without a word. */
  async reload(): Promise<void> {
    if (!this.#entered) return;
    await this.enter();
    await this.runs.refresh();
  }

  async #receive(run: RunSummary): Promise<void> {
    this.runs.receiveRun(run);
    if (this.runs.detail?.run.id === run.id) await this.runs.refresh();
  }

  /** @returns whether it began; where it did not, the dialog keeps what was typed */
  async startExperiment(parameters: ExperimentParameters): Promise<boolean> {
    const runId = await this.runs.start(parameters);
    if (runId === undefined) return false;
    await this.openRun(runId);
    return true;
  }

  async openRun(runId: number): Promise<void> {
    this.neighbours.close();
    if (await this.runs.show(runId)) this.section = 'run';
  }

  async removeRun(runId: number): Promise<void> {
    if (!(await this.runs.remove(runId))) return;
    this.comparison.forget(runId);
    if (this.section === 'run' && this.runs.detail === null) this.section = 'experiments';
  }

  async compare(): Promise<void> {
    await this.comparison.load();
    if (this.comparison.details) this.section = 'comparison';
  }

  async publish(input: Input<'experiment:publish'>): Promise<boolean> {
    const published = await this.models.publish(input);
    this.runs.forgetProgress(input.runId);
    return published;
  }
}
