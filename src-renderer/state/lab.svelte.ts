/** The Lab view: which section is shown, and every action in it that can fail. */
import type { Input } from '../../src-main/shared/contract.ts';
import type { ExperimentParameters, LaidOutFace, RunSummary } from '../../src-main/shared/lab.ts';
import type { ModelSummary } from '../../src-main/shared/model-card.ts';
import { countOf } from '../../src-main/shared/wording.ts';
import type { Desk } from '../lib/desk.ts';
import { shortHash } from '../lib/format.ts';
import { Comparison } from './comparison.svelte.ts';
import { DatasetStore } from './datasets.svelte.ts';
import type { EngineStore } from './engine.svelte.ts';
import type { ModelStore } from './models.svelte.ts';
import { NeighbourStore } from './neighbours.svelte.ts';
import type { NoticeStore } from './notices.svelte.ts';
import { RunStore } from './runs.svelte.ts';

export type LabSection = 'datasets' | 'experiments' | 'run' | 'comparison' | 'models';

export class Lab {
  readonly #desk: Desk;
  readonly #notices: NoticeStore;
  readonly #engine: EngineStore;
  readonly models: ModelStore;
  readonly datasets: DatasetStore;
  readonly runs: RunStore;
  readonly comparison: Comparison;
  readonly neighbours: NeighbourStore;
  section = $state<LabSection>('datasets');
  /** What the view waits for, in words. */
  busy = $state<string | null>(null);
  #entered = false;

  constructor(desk: Desk, notices: NoticeStore, engine: EngineStore, models: ModelStore) {
    this.#desk = desk;
    this.#notices = notices;
    this.#engine = engine;
    this.models = models;
    this.datasets = new DatasetStore(desk);
    this.runs = new RunStore(desk);
    this.comparison = new Comparison(this.runs);
    this.neighbours = new NeighbourStore(desk);
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
    await Promise.all([
      this.#notices.guard('The data sets could not be listed', () => this.datasets.load()),
      this.#notices.guard('The experiments could not be listed', () => this.runs.load()),
      this.#notices.guard('The models could not be listed', () => this.models.loadInstalled()),
    ]);
  }

  /** The engine was started again: runs may have stopped without a word. */
  async reload(): Promise<void> {
    if (!this.#entered) return;
    await this.enter();
    await this.#notices.guard('The experiment could not be shown', () => this.runs.refresh());
  }

  async #receive(run: RunSummary): Promise<void> {
    this.runs.receiveRun(run);
    if (this.runs.detail?.run.id !== run.id) return;
    await this.#notices.guard('The experiment could not be shown', () => this.runs.refresh());
  }

  async importDataset(): Promise<void> {
    const title = 'The data set was not imported';
    const folder = await this.#notices.guard(title, () => this.#desk.ask('dialog:dataset', {}));
    if (!folder) return;
    const detail = await this.#notices.guard(title, () => this.datasets.import(folder, null));
    if (!detail || detail.refused.length === 0) return;
    this.#notices.add({
      kind: 'warning',
      title: `${countOf(detail.refused.length, 'path was', 'paths were')} left out of ${detail.summary.name}`,
      text: 'The data set lists each with the reason.',
      code: null,
    });
  }

  async openDataset(datasetId: number): Promise<void> {
    await this.#notices.guard('The data set could not be shown', () => this.datasets.open(datasetId));
  }

  async removeDataset(datasetId: number): Promise<void> {
    await this.#notices.guard('The data set was not removed', () => this.datasets.remove(datasetId));
  }

  async createSplit(input: Input<'split:create'>): Promise<number | null> {
    const split = await this.#notices.guard('The split was not made', () => this.datasets.split(input));
    return split?.id ?? null;
  }

  /** @returns whether it began; where it did not, the dialog keeps what was typed */
  async startExperiment(parameters: ExperimentParameters): Promise<boolean> {
    const title = 'The experiment did not start';
    const runId = await this.#notices.guard(title, () => this.runs.start(parameters));
    if (runId === undefined) return false;
    await this.openRun(runId);
    return true;
  }

  async openRun(runId: number): Promise<void> {
    this.neighbours.close();
    const title = 'The experiment could not be shown';
    const shown = await this.#notices.guard(title, async () => {
      await this.runs.show(runId);
      return true;
    });
    if (shown) this.section = 'run';
  }

  async pauseRun(runId: number): Promise<void> {
    await this.#notices.guard('The experiment could not be paused', () => this.runs.pause(runId));
  }

  async resumeRun(runId: number): Promise<void> {
    await this.#notices.guard('The experiment could not go on', () => this.runs.resume(runId));
  }

  async cancelRun(runId: number): Promise<void> {
    await this.#notices.guard('The experiment could not be cancelled', () => this.runs.cancel(runId));
  }

  async removeRun(runId: number): Promise<void> {
    await this.#notices.guard('The experiment was not removed', async () => {
      await this.runs.remove(runId);
      this.comparison.forget(runId);
      if (this.section === 'run' && this.runs.detail === null) this.section = 'experiments';
    });
  }

  async compare(): Promise<void> {
    await this.#notices.guard('The experiments could not be compared', async () => {
      await this.comparison.load();
      if (this.comparison.details) this.section = 'comparison';
    });
  }

  async showFace(runId: number, face: LaidOutFace): Promise<void> {
    const title = 'The nearest faces are not known';
    await this.#notices.guard(title, () => this.neighbours.show(runId, face));
  }

  async testRobustness(runId: number, degradations: string[]): Promise<void> {
    await this.#notices.guard('The degradations were not tested', () =>
      this.#desk.ask('experiment:robustness', { runId, degradations }),
    );
  }

  async exportFigures(runId: number): Promise<void> {
    const title = 'The figures were not written';
    const folder = await this.#notices.guard(title, () => this.#desk.ask('dialog:figures-folder', {}));
    if (!folder) return;
    const written = await this.#during('Writing the figures…', title, () =>
      this.#desk.ask('experiment:figures', { runId, folder }),
    );
    if (written) this.#done(`${countOf(written.files.length, 'file')} written`, folder);
  }

  async publish(input: Input<'experiment:publish'>): Promise<boolean> {
    const title = 'The model was not published';
    const model = await this.#during('Publishing the model…', title, async () => {
      const published = await this.#desk.ask('experiment:publish', input);
      await this.models.loadInstalled();
      return published;
    });
    this.runs.forgetProgress(input.runId);
    if (model) this.#done('Model published', `${model.name}: activate it under Models to use it on cases.`);
    return model !== undefined;
  }

  async showModel(model: ModelSummary): Promise<void> {
    await this.#notices.guard('The model’s card could not be read', () => this.models.show(model));
  }

  async activateModel(name: string): Promise<void> {
    await this.#during('Checking the model…', 'The model cannot be used', async () => {
      await this.models.activate(name);
      await this.#engine.load();
    });
  }

  async importModel(): Promise<void> {
    const title = 'The model was not imported';
    const path = await this.#notices.guard(title, () => this.#desk.ask('dialog:import-model', {}));
    if (!path) return;
    const model = await this.#during('Checking the model…', title, () => this.models.import(path));
    if (model) this.#done('Model imported', model.name);
  }

  async exportModel(name: string): Promise<void> {
    const title = 'The model was not exported';
    const path = await this.#notices.guard(title, () => this.#desk.ask('dialog:export-model', { name }));
    if (!path) return;
    const written = await this.#during('Writing the model…', title, () => this.models.export(name, path));
    if (written) this.#done('Model exported', `${written.path}\nSHA-256 ${shortHash(written.sha256)}…`);
  }

  async removeModel(name: string): Promise<void> {
    await this.#notices.guard('The model was not removed', () => this.models.remove(name));
  }

  async #during<T>(busy: string, title: string, action: () => Promise<T>): Promise<T | undefined> {
    this.busy = busy;
    const answer = await this.#notices.guard(title, action);
    this.busy = null;
    return answer;
  }

  #done(title: string, text: string): void {
    this.#notices.add({ kind: 'done', title, text, code: null });
  }
}
