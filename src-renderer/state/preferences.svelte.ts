/** How the examiner has set up the window, kept with the settings from one start to the next. */
import { usualPreferences, type Preferences } from '../../src-main/shared/preferences.ts';
import { texts } from '../texts/texts.ts';
import { AskingStore } from './asking-store.ts';

export class PreferenceStore extends AskingStore {
  kept = $state.raw<Preferences>(usualPreferences);

  async load(): Promise<void> {
    const title = texts.everywhere.settingsCouldNotBeRead;
    this.kept = (await this.ask(title, 'preferences:read', {})) ?? this.kept;
  }

  /** Until they are kept, as while something is dragged, they are those of this window alone. */
  show(change: Partial<Preferences>): void {
    this.kept = { ...this.kept, ...change };
  }

  async keep(change: Partial<Preferences>): Promise<void> {
    this.show(change);
    await this.ask(texts.everywhere.settingsCouldNotBeKept, 'preferences:keep', { change });
  }
}
