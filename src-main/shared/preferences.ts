/** How an examiner has set up the window; kept with the settings from one start to the next. */
import { usualLayout, type Layout } from './layout.ts';

/** A filter of the list under the name that the examiner gave it. */
export interface SavedFilter {
  name: string;
  /** Of the search. */
  text: string;
  outcome: string;
  /** The chosen value of each facet; empty for all. */
  facets: Readonly<Record<string, string>>;
}

/** Keys in place of the usual ones, by command; see `commands.ts`. An empty list is a command without a key. */
export type OwnKeys = Readonly<Record<string, readonly string[]>>;

/** How large text and all around it are, as shares of the usual size. */
export const textSizes = [0.8, 0.9, 1, 1.1, 1.25, 1.5] as const;

export interface Preferences {
  layout: Layout;
  filters: readonly SavedFilter[];
  keys: OwnKeys;
  textSize: number;
  /** Whether small pictures stand over the timeline; null where there is room for them. */
  filmstrip: boolean | null;
}

export const usualPreferences: Preferences = {
  layout: usualLayout,
  filters: [],
  keys: {},
  textSize: 1,
  filmstrip: null,
};
