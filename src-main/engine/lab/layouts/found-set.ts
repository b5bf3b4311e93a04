/** What a layout makes of a folder: clips with what its names and tables say of them, and what it refuses. */
import type { DatasetItem, DatasetLayout } from '../../../shared/lab.ts';
import type { PathWithReason } from '../../media/find-media.ts';
import type { Listing } from './listing.ts';
import { unnamedIn } from '../../support/person-names.ts';

/** A clip before it has been looked into. */
export type FoundItem = Omit<DatasetItem, 'id' | 'sizeBytes' | 'sha256' | 'duplicateOf'>;

export interface FoundSet {
  items: FoundItem[];
  /** Left out, since what they are can't be known for sure. */
  refused: PathWithReason[];
}

export interface Layout {
  name: DatasetLayout;
  /** What it is known by, for whoever laid the folder out differently. */
  knownBy: string;
  /** Whether the folder is laid out like this. */
  fits(listing: Listing): boolean | Promise<boolean>;
  read(listing: Listing): FoundSet | Promise<FoundSet>;
}

/** What a clip is when nobody says more: its own person and its own recording. */
export const nothingKnown = (path: string) => ({
  method: null,
  collection: null,
  identity: unnamedIn(path),
  donors: [],
  source: path,
  part: null,
});
