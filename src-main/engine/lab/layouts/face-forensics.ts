/**
 * FaceForensics++ (Rössler et al., ICCV 2019) with the DeepFakeDetection set that comes with it:
 * `original_sequences/<youtube or actors>/<compression>/videos`, `manipulated_sequences/<method>/…`, names of
 * manipulated clips being target and source ("000_003"), and the official split as lists of pairs.
 */
import { z } from 'zod';
import type { OfficialPart } from '../../../shared/lab.ts';
import type { FoundItem, FoundSet, Layout } from './found-set.ts';
import { clipsOf, placeOf, type Clip, type Listing } from './listing.ts';

const roots = ['original_sequences', 'manipulated_sequences'];

export const faceForensics: Layout = {
  name: 'faceforensics',
  knownBy: 'FaceForensics++: folders original_sequences and manipulated_sequences',
  fits: ({ media }) => media.some((path) => placeOf(path.split('/').slice(0, -1), roots) >= 0),
  read,
};

async function read(listing: Listing): Promise<FoundSet> {
  const parts = await officialParts(listing);
  const found: FoundSet = { items: [], refused: [] };
  for (const clip of clipsOf(listing)) {
    const path = listing.absolute(clip.path);
    const described = describe(clip);
    if (typeof described === 'string') found.refused.push({ path, reason: described });
    else found.items.push({ ...described, path, kind: clip.kind, part: partOf(described, parts) });
  }
  return found;
}

/** Why not, as text, when the place or the name is not one of FaceForensics++. */
function describe({ folders, name }: Clip): Omit<FoundItem, 'path' | 'kind' | 'part'> | string {
  const place = placeOf(folders, roots);
  if (place < 0) return `it is neither in ${roots.join(' nor in ')}, so its label is unknown`;
  const [set, compression, holder] = folders.slice(place + 1);
  if (!/^(raw|c0|c23|c40)$/.test(compression ?? '') || !/^(videos|images|frames|faces)$/.test(holder ?? '')) {
    return 'it is not in raw, c23 or c40, or there not in videos, images, frames or faces; masks and models are not clips';
  }
  const collection = `FaceForensics++ ${compression}`;
  const isFake = folders[place]!.toLowerCase() === 'manipulated_sequences';
  const names = isFake ? manipulated(name) : original(name);
  if (names === null)
    return `its name is not like that of ${isFake ? 'a manipulated clip, such as 000_003 or 01_02__kitchen' : 'an original, such as 000 or 01__kitchen'}`;
  return { ...names, label: isFake ? 'fake' : 'real', method: isFake ? set! : null, collection };
}

type Names = Pick<FoundItem, 'identity' | 'donors' | 'source'>;

/** The number of a YouTube clip stands for whoever is seen in it; actors have numbers of their own. */
function original(name: string): Names | null {
  if (/^\d{3}$/.test(name)) return { identity: name, donors: [], source: name };
  const actor = /^(\d{2})__[\w-]+$/.exec(name)?.[1];
  return actor === undefined ? null : { identity: `actor ${actor}`, donors: [], source: name };
}

function manipulated(name: string): Names | null {
  const pair = /^(\d{3})_(\d{3})$/.exec(name);
  if (pair) return { identity: pair[1]!, donors: [pair[2]!], source: pair[1]! };
  // "01_02__kitchen_pan__X1Y2Z3": actor 01's scene with the face of 02, and a mark of the run.
  const scene = /^(\d{2})_(\d{2})__(\w+?)(?:__\w+)?$/.exec(name);
  if (!scene) return null;
  const [, target, donor, what] = scene;
  return { identity: `actor ${target}`, donors: [`actor ${donor}`], source: `${target}__${what}` };
}

const pairs = z.array(z.array(z.string()));
const partNames: Record<string, OfficialPart> = { train: 'train', val: 'validation', test: 'test' };

/** Part of each YouTube clip, from the authors' train.json, val.json and test.json. */
async function officialParts(listing: Listing): Promise<Map<string, OfficialPart>> {
  const parts = new Map<string, OfficialPart>();
  for (const path of listing.others) {
    const file = /(?:^|\/)(train|val|test)\.json$/.exec(path)?.[1];
    if (file === undefined) continue;
    const lists = pairs.safeParse(await listing.json(path));
    for (const name of lists.data?.flat() ?? []) parts.set(name, partNames[file]!);
  }
  return parts;
}

/** None where target and donor are in different parts: such a clip is no part of the official split. */
function partOf({ identity, donors }: Names, parts: Map<string, OfficialPart>): OfficialPart | null {
  const [first, ...others] = [identity, ...donors].map((person) => parts.get(person) ?? null);
  return others.every((part) => part === first) ? first! : null;
}
