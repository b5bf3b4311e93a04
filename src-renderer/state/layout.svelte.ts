/** How large the parts of the review are. */
import type { Layout, LayoutPart } from '../../src-main/shared/layout.ts';
import type { PreferenceStore } from './preferences.svelte.ts';

export class LayoutStore {
  readonly #preferences: PreferenceStore;

  constructor(preferences: PreferenceStore) {
    this.#preferences = preferences;
  }

  get kept(): Layout {
    return this.#preferences.kept.layout;
  }

  /** @param px null for the usual size */
  set(part: LayoutPart, px: number | null): void {
    this.#preferences.show({ layout: { ...this.kept, [part]: px } });
  }

  keep(): Promise<void> {
    return this.#preferences.keep({ layout: this.kept });
  }
}
