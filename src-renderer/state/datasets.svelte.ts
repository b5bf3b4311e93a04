/** The labelled sets that experiments are run on, the one that is looked at, and an import under way. */
import type { Input } from '../../src-main/shared/contract.ts';
import type { Progress } from '../../src-main/shared/domain.ts';
import type { DatasetDetail, DatasetSummary } from '../../src-main/shared/lab.ts';
import { texts } from '../texts/texts.ts';
import { AskingStore } from './asking-store.ts';

export class DatasetStore extends AskingStore {
  #chosen: number | null = null;
  list = $state.raw<readonly DatasetSummary[]>([]);
  detail = $state.raw<DatasetDetail | null>(null);
  /** The folder that is being read; its progress is null until the first word of it. */
  importing = $state.raw<{ folder: string; progress: Progress | null } | null>(null);

  async load(): Promise<void> {
    const title = texts.datasets.theDataSetsCouldNotBeListed;
    const list = await this.ask(title, 'dataset:list', {});
    if (!list) return;
    this.list = list;
    if (this.detail && !list.some(({ id }) => id === this.detail?.summary.id)) this.detail = null;
  }

  /** An answer that another choice overtook is dropped. */
  async open(datasetId: number): Promise<void> {
    this.#chosen = datasetId;
    const detail = await this.detailOf(datasetId);
    if (detail && this.#chosen === datasetId) this.detail = detail;
  }

  detailOf(datasetId: number): Promise<DatasetDetail | undefined> {
    return this.ask(texts.datasets.theDataSetCouldNotBeShown, 'dataset:detail', { datasetId });
  }

  /** Imports the folder that the examiner chooses, under the folder's name. */
  async import(): Promise<void> {
    const title = texts.datasets.theDataSetWasNotImported;
    const folder = await this.ask(title, 'dialog:dataset', {});
    if (!folder) return;
    this.importing = { folder, progress: null };
    const detail = await this.ask(title, 'dataset:import', { folder, name: null });
    this.importing = null;
    if (!detail) return;
    this.detail = detail;
    await this.load();
    if (detail.refused.length === 0) return;
    this.notices.add({
      kind: 'warning',
      title: texts.datasets.pathsWereLeftOut({ count: detail.refused.length, name: detail.summary.name }),
      text: texts.datasets.theDataSetListsThem,
      code: null,
    });
  }

  /** @returns why it was not made, for the form that asks; null if it was */
  async split(input: Input<'split:create'>): Promise<string | null> {
    try {
      await this.desk.ask('split:create', input);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
    if (this.detail?.summary.id === input.datasetId) await this.open(input.datasetId);
    return null;
  }

  async remove(datasetId: number): Promise<void> {
    await this.notices.guard(texts.datasets.theDataSetWasNotRemoved, async () => {
      await this.desk.ask('dataset:remove', { datasetId });
      await this.load();
    });
  }

  /** Progress of an import that another program began is not this window's. */
  receiveProgress(folder: string, progress: Progress): void {
    if (this.importing?.folder === folder) this.importing = { folder, progress };
  }
}
