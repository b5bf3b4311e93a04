/**
 * The Deepfake Detection Challenge set (Dolhansky et al. 2020): clips in one or several folders, each with a
 * `metadata.json` that names label and original. It names nobody, so an original stands for whoever is seen in it.
 */
import { z } from 'zod';
import type { OfficialPart } from '../../../shared/lab.ts';
import { ownValue } from '../../../shared/own-value.ts';
import type { FoundSet, Layout } from './found-set.ts';
import { clipsOf, type Listing } from './listing.ts';

const entry = z.object({
  label: z.enum(['REAL', 'FAKE']),
  split: z.string().nullish(),
  original: z.string().nullish(),
});
const metadata = z.record(z.string(), entry);
type Metadata = z.infer<typeof metadata>;

export const dfdc: Layout = {
  name: 'dfdc',
  knownBy: 'DFDC: a metadata.json with label and original beside the clips',
  fits: async (listing) => (await tables(listing)).size > 0,
  read,
};

async function read(listing: Listing): Promise<FoundSet> {
  const byFolder = await tables(listing);
  const found: FoundSet = { items: [], refused: [] };
  for (const { path: relative, folders, name, kind } of clipsOf(listing)) {
    const path = listing.absolute(relative);
    const folder = folders.join('/');
    const known = byFolder.get(folder)?.get(name);
    if (!known) {
      found.refused.push({
        path,
        reason: 'no metadata.json in its folder lists it, so its label is unknown',
      });
      continue;
    }
    const label = known.label === 'FAKE' ? 'fake' : 'real';
    const original = label === 'fake' && known.original ? stem(known.original) : name;
    found.items.push({
      ...{ path, kind, label, method: null, collection: folders.at(-1) ?? null },
      ...{
        identity: original,
        donors: [],
        source: original,
        part: ownValue(parts, known.split ?? '') ?? null,
      },
    });
  }
  return found;
}

const parts: Record<string, OfficialPart> = { train: 'train', validation: 'validation', test: 'test' };

/** Entries by clip name without its extension, by the folder that the table stands in. */
async function tables(listing: Listing): Promise<Map<string, Map<string, Metadata[string]>>> {
  const found = new Map<string, Map<string, Metadata[string]>>();
  for (const path of listing.others) {
    if (!/(?:^|\/)metadata\.json$/i.test(path)) continue;
    const { data } = metadata.safeParse(await listing.json(path));
    if (!data || Object.keys(data).length === 0) continue;
    const entries = Object.entries(data).map(([name, each]) => [stem(name), each] as const);
    found.set(path.split('/').slice(0, -1).join('/'), new Map(entries));
  }
  return found;
}

const stem = (name: string) => name.replace(/\.\w+$/, '');
