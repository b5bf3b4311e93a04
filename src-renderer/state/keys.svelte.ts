/** The keys of the window's commands: the usual ones, or those that the examiner has chosen in their place. */
import {
  commandOf,
  holdersOf,
  keyParts,
  keysOf,
  windowCommands,
  type CommandId,
  type KeyPress,
  type Scope,
} from '../../src-main/shared/commands.ts';
import type { OwnKeys } from '../../src-main/shared/preferences.ts';
import type { PreferenceStore } from './preferences.svelte.ts';

export type WindowCommand = (typeof windowCommands)[number];

export class KeyStore {
  readonly #preferences: PreferenceStore;

  constructor(preferences: PreferenceStore) {
    this.#preferences = preferences;
  }

  get own(): OwnKeys {
    return this.#preferences.kept.keys;
  }

  commandOf<S extends Scope>(press: KeyPress, scopes: readonly S[]): CommandId<S> | null {
    return commandOf(press, scopes, this.own);
  }

  of(command: WindowCommand): readonly string[] {
    return keysOf(command, this.own);
  }

  /** " (C)", to stand behind what a button does; nothing where the command has no key. */
  hint(id: CommandId): string {
    const [key] = this.of(windowCommands.find((command) => command.id === id)!);
    return key === undefined ? '' : ` (${keyParts(key).join(' ')})`;
  }

  /** Commands that lose a key when this one gets it. */
  holders(key: string, command: WindowCommand): WindowCommand[] {
    return holdersOf(key, command, this.own);
  }

  /** Gives a command these keys in place of its own; where they had another command, they have it no longer. */
  async set(command: WindowCommand, keys: readonly string[]): Promise<void> {
    const own: Record<string, readonly string[]> = { ...this.own };
    for (const key of keys)
      for (const holder of holdersOf(key, command, own))
        own[holder.id] = keysOf(holder, own).filter((other) => other !== key);
    own[command.id] = keys;
    await this.#preferences.keep({ keys: withoutUsual(own) });
  }

  async reset(): Promise<void> {
    await this.#preferences.keep({ keys: {} });
  }
}

/** What is as usual need not be kept. */
function withoutUsual(own: OwnKeys): OwnKeys {
  const isUsual = ([id, keys]: [string, readonly string[]]) =>
    windowCommands.some((command) => command.id === id && command.keys.join(' ') === keys.join(' '));
  return Object.fromEntries(Object.entries(own).filter((entry) => !isUsual(entry)));
}
