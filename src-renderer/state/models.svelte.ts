/** Installed models and embedders, and the card of the active one or of one that is looked at. */
import type { EmbedderSummary, ModelCard, ModelSummary } from '../../src-main/shared/model-card.ts';
import type { Desk } from '../lib/desk.ts';

export class ModelStore {
  readonly #desk: Desk;
  /** The active model's; null when it cannot be used. */
  card = $state.raw<ModelCard | null>(null);
  installed = $state.raw<readonly ModelSummary[]>([]);
  embedders = $state.raw<readonly EmbedderSummary[]>([]);
  /** The model that is looked at, which need not be the active one. */
  shown = $state.raw<{ model: ModelSummary; card: ModelCard } | null>(null);
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

  /** What is on this computer, whether or not the active model can be used. */
  async loadInstalled(): Promise<void> {
    const [installed, embedders] = await Promise.all([
      this.#desk.ask('model:list', {}),
      this.#desk.ask('embedder:list', {}),
    ]);
    this.installed = installed;
    this.embedders = embedders;
  }

  async show(model: ModelSummary): Promise<void> {
    this.shown = { model, card: await this.#desk.ask('model:card', { name: model.name }) };
  }

  async activate(name: string): Promise<void> {
    this.installed = await this.#desk.ask('model:activate', { name });
    this.card = await this.#desk.ask('model:active', {});
  }

  async import(path: string): Promise<ModelSummary> {
    const model = await this.#desk.ask('model:import', { path });
    await this.loadInstalled();
    return model;
  }

  export(name: string, path: string): Promise<{ path: string; sha256: string }> {
    return this.#desk.ask('model:export', { name, path });
  }

  async remove(name: string): Promise<void> {
    this.installed = await this.#desk.ask('model:remove', { name });
    if (this.shown?.model.name === name) this.shown = null;
  }
}
