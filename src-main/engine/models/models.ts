/** The models of this installation: classifiers, of which one is active, and the networks that they stand on. */
import type { ModelCard, ModelSummary } from '../../shared/model-card.ts';
import type { Toolbox } from '../toolbox.ts';
import type { GuestSummary } from './guest-library.ts';
import type { ModelLibrary } from './model-library.ts';

export interface Models
  extends
    Pick<ModelLibrary, 'list' | 'card' | 'export' | 'remove'>,
    Pick<Toolbox, 'activate' | 'embedders' | 'networks' | 'addNetwork' | 'removeNetwork'> {
  /** The calibrated detectors that work beside the active model, by name. */
  guests(): Promise<GuestSummary[]>;
  /** A file from `export`, or a model folder. @throws EngineError models/invalid, models/name-taken, … */
  import(path: string): Promise<ModelSummary>;
  /** Of the model that casework uses. */
  active(): Promise<ModelCard>;
}

export function createModels(toolbox: Toolbox): Models {
  const { list, card, export: give, remove } = toolbox.library;
  const { activate, embedders, networks, addNetwork, removeNetwork } = toolbox;
  return {
    active: async () => (await toolbox.classifier()).card,
    ...{ list, card, export: give, remove },
    import: async (path) => {
      const names = (await networks()).map(({ entry }) => entry.name);
      return toolbox.library.import(path, names);
    },
    guests: () => toolbox.guests.list(),
    ...{ activate, embedders, networks, addNetwork, removeNetwork },
  };
}
