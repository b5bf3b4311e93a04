/** How large the parts of the review are, kept with the settings from one start to the next. */
import { usualLayout, type Layout, type LayoutPart } from '../../src-main/shared/layout.ts';
import { AskingStore } from './asking-store.ts';

export class LayoutStore extends AskingStore {
  kept = $state.raw<Layout>(usualLayout);

  async load(): Promise<void> {
    this.kept = (await this.ask('The layout could not be read', 'layout:read', {})) ?? this.kept;
  }

  /** @param px null for the usual size */
  set(part: LayoutPart, px: number | null): void {
    this.kept = { ...this.kept, [part]: px };
  }

  async keep(): Promise<void> {
    await this.ask('The layout could not be kept', 'layout:keep', { layout: this.kept });
  }
}
