/**
 * Celeb-DF v1 and v2 (Li et al., CVPR 2020): `Celeb-real/id0_0000`, `Celeb-synthesis/id0_id1_0000` (the video of
 * id0 with the face of id1), `YouTube-real/00000`, and the authors' test list.
 */
import type { OfficialPart } from '../../../shared/lab.ts';
import { countOf } from '../../../shared/wording.ts';
import { unnamedIn } from '../../support/person-names.ts';
import { type FoundItem, type FoundSet, type Layout } from './found-set.ts';
import { clipsOf, placeOf, type Clip, type Listing } from './listing.ts';

const folders = ['celeb-real', 'celeb-synthesis', 'youtube-real'];
const listName = 'List_of_testing_videos.txt';

export const celebDf: Layout = {
  name: 'celeb-df',
  knownBy: 'Celeb-DF: folders Celeb-real, Celeb-synthesis and YouTube-real',
  fits: ({ media }) => media.some((path) => placeOf(path.split('/').slice(0, -1), folders) >= 0),
  read,
};

async function read(listing: Listing): Promise<FoundSet> {
  const lists = await testLists(listing);
  const found: FoundSet = { items: [], refused: [] };
  for (const clip of clipsOf(listing)) {
    const path = listing.absolute(clip.path);
    const place = placeOf(clip.folders, folders);
    const named = nameParts(clip, place);
    if (typeof named === 'string') {
      found.refused.push({ path, reason: named });
      continue;
    }
    const prefix = clip.folders.slice(0, place).join('/');
    const list = lists.get(prefix);
    const listed = list?.get(`${clip.folders[place]!.toLowerCase()}/${clip.name}`);
    list?.delete(`${clip.folders[place]!.toLowerCase()}/${clip.name}`);
    if (listed !== undefined && listed !== named.label) {
      const reason = `its folder says ${named.label}, but ${listName} says ${listed}`;
      found.refused.push({ path, reason });
      continue;
    }
    const part: OfficialPart | null = list === undefined ? null : listed === undefined ? 'train' : 'test';
    found.items.push({ ...named, path, kind: clip.kind, collection: prefix || null, part });
  }
  for (const [prefix, left] of lists) {
    if (left.size === 0) continue;
    const reason = `it lists ${countOf(left.size, 'video')} not found here, so the test part is not the published one`;
    found.refused.push({ path: listing.absolute(prefix ? `${prefix}/${listName}` : listName), reason });
  }
  return found;
}

type Named = Pick<FoundItem, 'label' | 'method' | 'identity' | 'donors' | 'source'>;

/** Why not, as text, when the name is not one of Celeb-DF's. */
function nameParts({ path, folders: above, name }: Clip, place: number): Named | string {
  if (place < 0)
    return 'it is in none of the folders Celeb-real, Celeb-synthesis and YouTube-real, so its label is unknown';
  const folder = above[place]!.toLowerCase();
  const genuine = { label: 'real', method: null, donors: [] } as const;
  if (folder === 'youtube-real') {
    if (!/^\d+$/.test(name)) return 'its name is not a number such as 00170';
    return { ...genuine, donors: [], identity: unnamedIn(path), source: `youtube ${name}` };
  }
  const parts = /^(id\d+)(?:_(id\d+))?_(\d+)$/.exec(name);
  const [, target, donor, take] = parts ?? [];
  if (folder === 'celeb-real') {
    if (!target || donor) return 'its name does not consist of person and take, such as id0_0000';
    return { ...genuine, donors: [], identity: target, source: name };
  }
  if (!target || !donor) return 'its name does not consist of target, donor and take, such as id0_id1_0000';
  const source = `${target}_${take}`;
  return { label: 'fake', method: 'Celeb-DF synthesis', identity: target, donors: [donor], source };
}

/** Label of each clip for testing ("1 YouTube-real/00170.mp4": 1 is real there), by the folder that holds the list. */
async function testLists(listing: Listing): Promise<Map<string, Map<string, 'real' | 'fake'>>> {
  const lists = new Map<string, Map<string, 'real' | 'fake'>>();
  for (const path of listing.others) {
    const parts = path.split('/');
    if (parts.pop()!.toLowerCase() !== listName.toLowerCase()) continue;
    const lines = (await listing.text(path)).matchAll(/^\s*([01])\s+(\S+?)\/(\S+?)(?:\.\w+)?\s*$/gm);
    const labels = [...lines].map(
      ([, label, folder, name]) =>
        [`${folder!.toLowerCase()}/${name}`, label === '1' ? 'real' : 'fake'] as const,
    );
    lists.set(parts.join('/'), new Map(labels));
  }
  return lists;
}
