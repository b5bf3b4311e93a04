/** The active model's card, or why it cannot be shown. */
import type { ModelCard, ModelSummary } from '../../src-main/shared/model-card.ts';
import type { Desk } from '../lib/desk.ts';

export class ModelStore {
  readonly #desk: Desk;
  card = $state.raw<ModelCard | null>(null);
  installed = $state.raw<readonly ModelSummary[]>([]);
  readonly active = $derived(this.installed.find((model) => model.active) ?? null);

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  async load(): Promise<void> {
    const [card, installed] = await Promise.all([
      this.#desk.ask('model:active', {}),
      this.#desk.ask('model:list', {}),
    ]);
    this.card = card;
    this.installed = installed;
  }
}
