/** The labelled sets that experiments are run on, the one that is looked at, and an import under way. */
import type { Input } from '../../src-main/shared/contract.ts';
import type { Progress } from '../../src-main/shared/domain.ts';
import type { DatasetDetail, DatasetSummary, SplitSummary } from '../../src-main/shared/lab.ts';
import type { Desk } from '../lib/desk.ts';

export class DatasetStore {
  readonly #desk: Desk;
  list = $state.raw<readonly DatasetSummary[]>([]);
  detail = $state.raw<DatasetDetail | null>(null);
  /** The folder that is being read; its progress is null until the first word of it. */
  importing = $state.raw<{ folder: string; progress: Progress | null } | null>(null);

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  async load(): Promise<void> {
    this.list = await this.#desk.ask('dataset:list', {});
    if (this.detail && !this.list.some(({ id }) => id === this.detail?.summary.id)) this.detail = null;
  }

  async open(datasetId: number): Promise<void> {
    this.detail = await this.detailOf(datasetId);
  }

  detailOf(datasetId: number): Promise<DatasetDetail> {
    return this.#desk.ask('dataset:detail', { datasetId });
  }

  /** @param name of the set; null takes the folder's */
  async import(folder: string, name: string | null): Promise<DatasetDetail> {
    this.importing = { folder, progress: null };
    try {
      const detail = await this.#desk.ask('dataset:import', { folder, name });
      this.detail = detail;
      await this.load();
      return detail;
    } finally {
      this.importing = null;
    }
  }

  async split(input: Input<'split:create'>): Promise<SplitSummary> {
    const split = await this.#desk.ask('split:create', input);
    if (this.detail?.summary.id === input.datasetId) await this.open(input.datasetId);
    return split;
  }

  async remove(datasetId: number): Promise<void> {
    await this.#desk.ask('dataset:remove', { datasetId });
    await this.load();
  }

  /** Progress of an import that another program began is not this window's. */
  receiveProgress(folder: string, progress: Progress): void {
    if (this.importing?.folder === folder) this.importing = { folder, progress };
  }
}
