/** The models of this installation: classifiers, of which one is active, and the networks that they stand on. */
import type { EmbedderSummary, ModelCard, ModelSummary } from '../../shared/model-card.ts';
import type { ModelCheck } from '../inference/manifest.ts';
import type { Toolbox } from '../toolbox.ts';
import type { NetworkImport } from '../weights/import-network.ts';

export interface Models {
  /** Of the model that casework uses. */
  active(): Promise<ModelCard>;
  list(): Promise<ModelSummary[]>;
  card(name: string): Promise<ModelCard>;
  activate(name: string): Promise<void>;
  import(path: string): Promise<ModelSummary>;
  /** @returns SHA-256 of the model's manifest */
  export(name: string, path: string): Promise<{ path: string; sha256: string }>;
  remove(name: string): Promise<void>;
  embedders(): Promise<EmbedderSummary[]>;
  /** Every network, with the state of its file. */
  networks(): Promise<ModelCheck[]>;
  /** @returns every embedder that there is then */
  addNetwork(wish: NetworkImport): Promise<EmbedderSummary[]>;
  removeNetwork(name: string): Promise<EmbedderSummary[]>;
}

export function createModels(toolbox: Toolbox): Models {
  const { library } = toolbox;
  return {
    active: async () => (await toolbox.classifier()).card,
    list: () => library.list(),
    card: (name) => library.card(name),
    activate: (name) => toolbox.activate(name),
    import: (path) => library.import(path),
    export: (name, path) => library.export(name, path),
    remove: (name) => library.remove(name),
    embedders: () => toolbox.embedders(),
    networks: () => toolbox.networks(),
    addNetwork: (wish) => toolbox.importNetwork(wish),
    removeNetwork: (name) => toolbox.removeNetwork(name),
  };
}
