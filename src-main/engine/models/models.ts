/** The models of this installation: classifiers, of which one is active, and the networks that they stand on. */
import type { ModelCard } from '../../shared/model-card.ts';
import type { Toolbox } from '../toolbox.ts';
import type { GuestSummary } from './guest-library.ts';
import type { ModelLibrary } from './model-library.ts';

export interface Models
  extends
    Pick<ModelLibrary, 'list' | 'card' | 'import' | 'export' | 'remove'>,
    Pick<Toolbox, 'activate' | 'embedders' | 'networks' | 'addNetwork' | 'removeNetwork'> {
  /** The calibrated detectors that work beside the active model, by name. */
  guests(): Promise<GuestSummary[]>;
  /** Of the model that casework uses. */
  active(): Promise<ModelCard>;
}

export function createModels(toolbox: Toolbox): Models {
  const { list, card, import: take, export: give, remove } = toolbox.library;
  const { activate, embedders, networks, addNetwork, removeNetwork } = toolbox;
  return {
    active: async () => (await toolbox.classifier()).card,
    ...{ list, card, import: take, export: give, remove },
    guests: () => toolbox.guests.list(),
    ...{ activate, embedders, networks, addNetwork, removeNetwork },
  };
}
