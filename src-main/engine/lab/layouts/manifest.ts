/** A table of clips: `manifest.csv` at the folder's top, paths relative to it; what it says goes before any names. */
import { dirname } from 'node:path';
import { clipKind } from '../../media/clip-kind.ts';
import { parseClipTable, type ClipTable, type ManifestClip } from '../../training/clip-table.ts';
import type { FoundSet, Layout } from './found-set.ts';
import type { Listing } from './listing.ts';

const fileName = 'manifest.csv';

export const manifest: Layout = {
  name: 'manifest',
  knownBy: 'a manifest.csv with the columns path and label',
  fits: ({ others }) => others.includes(fileName),
  read,
};

async function read(listing: Listing): Promise<FoundSet> {
  const file = listing.absolute(fileName);
  const { clips, refused } = parseClipTable(await listing.text(fileName), dirname(file));
  const found = await clipsToItems(clips);
  const unusable = [...refused, ...found.refused];
  return {
    items: found.items,
    refused: unusable.map(({ path, reason, line }) => ({ path, reason: `line ${line}: ${reason}` })),
  };
}

/** Clips of a table as the rest of the lab knows them; those that are not there are refused. */
export async function clipsToItems(
  clips: readonly ManifestClip[],
): Promise<Pick<FoundSet, 'items'> & Pick<ClipTable, 'refused'>> {
  const found: Awaited<ReturnType<typeof clipsToItems>> = { items: [], refused: [] };
  for (const { path, label, identity, donors, source, method, dataset, line } of clips) {
    const kind = await clipKind(path);
    if (kind === null) {
      found.refused.push({ path, line, reason: 'there is no such file or folder' });
      continue;
    }
    found.items.push({
      ...{ path, kind, label, identity, donors, source, part: null, collection: dataset },
      method: label === 'real' || method === 'none' ? null : method,
    });
  }
  return found;
}
