/** Installed models and embedders, and the card of the active one or of one that is looked at. */
import type { Input } from '../../src-main/shared/contract.ts';
import type { EmbedderSummary, ModelCard, ModelSummary } from '../../src-main/shared/model-card.ts';
import type { Desk } from '../lib/desk.ts';
import { texts } from '../texts/texts.ts';
import { AskingStore } from './asking-store.ts';
import type { EngineStore } from './engine.svelte.ts';
import type { NoticeStore } from './notices.svelte.ts';

export class ModelStore extends AskingStore {
  readonly #engine: EngineStore;
  #chosen: string | null = null;
  /** The active model's; null when it cannot be used. */
  card = $state.raw<ModelCard | null>(null);
  installed = $state.raw<readonly ModelSummary[]>([]);
  embedders = $state.raw<readonly EmbedderSummary[]>([]);
  /** The model that is looked at, which need not be the active one. */
  shown = $state.raw<{ model: ModelSummary; card: ModelCard } | null>(null);
  readonly active = $derived(this.installed.find((model) => model.active) ?? null);

  constructor(desk: Desk, notices: NoticeStore, engine: EngineStore) {
    super(desk, notices);
    this.#engine = engine;
  }

  async load(): Promise<void> {
    await this.notices.guard(texts.model.theModelCannotBeUsed, async () => {
      [this.card, this.installed] = await Promise.all([
        this.desk.ask('model:active', {}),
        this.desk.ask('model:list', {}),
      ]);
    });
  }

  /** What is on this computer, whether or not the active model can be used. */
  async loadInstalled(): Promise<void> {
    await this.notices.guard(texts.model.theModelsCouldNotBeListed, async () => {
      [this.installed, this.embedders] = await Promise.all([
        this.desk.ask('model:list', {}),
        this.desk.ask('embedder:list', {}),
      ]);
    });
  }

  /** An answer that another choice overtook is dropped. */
  async show(model: ModelSummary): Promise<void> {
    this.#chosen = model.name;
    await this.notices.guard(texts.model.theCardCouldNotBeRead, async () => {
      const card = await this.desk.ask('model:card', { name: model.name });
      if (this.#chosen === model.name) this.shown = { model, card };
    });
  }

  async activate(name: string): Promise<void> {
    await this.notices.during(texts.model.checkingTheModel, texts.model.theModelCannotBeUsed, async () => {
      this.installed = await this.desk.ask('model:activate', { name });
      this.card = await this.desk.ask('model:active', {});
      await this.#engine.load();
    });
  }

  async import(): Promise<void> {
    const title = texts.model.theModelWasNotImported;
    const path = await this.ask(title, 'dialog:import-model', {});
    if (!path) return;
    const model = await this.askBusy(texts.model.checkingTheModel, title, 'model:import', { path });
    if (!model) return;
    await this.loadInstalled();
    this.notices.done(texts.model.modelImported, model.name);
  }

  async export(name: string): Promise<void> {
    const title = texts.model.theModelWasNotExported;
    const path = await this.ask(title, 'dialog:export-model', { name });
    if (!path) return;
    const written = await this.askBusy(texts.model.writingTheModel, title, 'model:export', { name, path });
    if (written) this.wrote(texts.model.modelExported, written, false);
  }

  /** @returns whether the run became a model; where it did not, the dialog keeps what was typed */
  async publish(input: Input<'experiment:publish'>): Promise<boolean> {
    const model = await this.askBusy(
      texts.model.publishingTheModel,
      texts.model.theModelWasNotPublished,
      'experiment:publish',
      input,
    );
    if (!model) return false;
    await this.loadInstalled();
    this.notices.done(texts.model.modelPublished, texts.model.chooseUseForCases({ name: model.name }));
    return true;
  }

  async remove(name: string): Promise<void> {
    await this.notices.guard(texts.model.theModelWasNotRemoved, async () => {
      this.installed = await this.desk.ask('model:remove', { name });
      if (this.shown?.model.name === name) this.shown = null;
    });
  }
}
