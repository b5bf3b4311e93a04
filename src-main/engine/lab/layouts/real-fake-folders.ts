/**
 * Folders named `real` and `fake`, wherever they lie: videos in them are clips, a folder of pictures in them is one
 * clip's frames, and pictures directly in them are face crops, each of its own. Who is seen is not known.
 */
import type { OfficialPart } from '../../../shared/lab.ts';
import { ownValue } from '../../../shared/own-value.ts';
import { nothingKnown, type FoundSet, type Layout } from './found-set.ts';
import { clipsOf, placeOf, type Listing } from './listing.ts';

const labels = ['real', 'fake'] as const;
const partNames: Record<string, OfficialPart> = {
  ...{ train: 'train', val: 'validation', valid: 'validation', validation: 'validation', test: 'test' },
};

export const realFakeFolders: Layout = {
  name: 'folders',
  knownBy: 'plain folders: one named real and one named fake',
  fits: ({ media }) => {
    const named = (label: string) =>
      media.some((path) => placeOf(path.split('/').slice(0, -1), [label]) >= 0);
    return labels.every(named);
  },
  read,
};

function read(listing: Listing): FoundSet {
  const found: FoundSet = { items: [], refused: [] };
  for (const clip of clipsOf(listing, (folders) => placeOf(folders.slice(-1), labels) >= 0)) {
    const path = listing.absolute(clip.path);
    const above = clip.folders.map((folder) => folder.toLowerCase());
    const own = labels.filter((label) => above.includes(label));
    if (own.length === 1) {
      const part =
        above.map((folder) => ownValue(partNames, folder)).find((each) => each !== undefined) ?? null;
      found.items.push({ ...nothingKnown(clip.path), path, kind: clip.kind, label: own[0]!, part });
      continue;
    }
    const where =
      own.length === 0 ? 'no folder named real or fake' : 'a folder named real and a folder named fake';
    found.refused.push({ path, reason: `it is in ${where}, so its label is unknown` });
  }
  return found;
}
