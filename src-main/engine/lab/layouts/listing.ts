/**
 * A data set's folder as its layout sees it: paths from the folder on, with slashes on every system, and pictures
 * of one folder taken together as the frames of one clip.
 */
import { extname, join, parse, relative, resolve, sep } from 'node:path';
import type { ItemKind } from '../../../shared/lab.ts';
import { EngineError } from '../../../shared/errors.ts';
import { findMedia, type PathWithReason } from '../../media/find-media.ts';
import { isPicture } from '../../media/pictures-in.ts';
import type { Recognise } from '../../media/recognise-media.ts';
import { listText } from '../../support/list-text.ts';

export interface Listing {
  /** Absolute. */
  folder: string;
  /** Videos and pictures, by their names, in the order a person would number them. */
  media: string[];
  /** Everything else: tables, lists, notes. */
  others: string[];
  /** What the system would not let us look at; absolute. */
  unreadable: PathWithReason[];
  /** Absolute path of one in the folder. */
  absolute(path: string): string;
  /** @throws EngineError media/unreadable */
  text(path: string): Promise<string>;
  /** null when it is no JSON. @throws EngineError media/unreadable */
  json(path: string): Promise<unknown>;
}

/** A video, or a folder of pictures, or one picture. */
export interface Clip {
  path: string;
  kind: ItemKind;
  /** Names of the folders it lies in, outermost first. */
  folders: string[];
  /** Its own name without an extension. */
  name: string;
}

/** Layouts are conventions of names. A clip whose content does not fit its name is refused later, with the reason. */
const clipNames = new Set(
  (
    'mp4 m4v mov qt 3gp 3g2 mkv webm avi wmv asf flv f4v mpg mpeg m2v ts mts m2ts vob ogv mxf dv ' +
    'jpg jpeg png webp gif'
  )
    .split(' ')
    .map((each) => `.${each}`),
);

const byName: Recognise = (path) =>
  Promise.resolve(
    clipNames.has(extname(path).toLowerCase())
      ? null
      : { reason: 'not a clip by its name', isOther: true, code: 'media/unsupported' },
  );

/** @throws EngineError media/not-found */
export async function listFolder(folder: string, signal?: AbortSignal): Promise<Listing> {
  const root = resolve(folder);
  const { files, ignored, unreadable } = await findMedia([root], { recognise: byName, signal });
  if (unreadable.some(({ path }) => path === root) || files.includes(root)) {
    throw new EngineError(
      'media/not-found',
      `${root} is not a readable folder. Name the folder with the clips or their manifest.csv.`,
    );
  }
  const fromRoot = (path: string) => relative(root, path).split(sep).join('/');
  const text = (path: string) =>
    listText(join(root, path)).catch((cause: unknown) => {
      if (cause instanceof EngineError) throw cause;
      const message = `${join(root, path)} cannot be read. Ask for permission to read it.`;
      throw new EngineError('media/unreadable', message, { cause });
    });
  return {
    folder: root,
    media: files.map(fromRoot),
    others: ignored.map(({ path }) => fromRoot(path)),
    unreadable,
    absolute: (path) => join(root, path),
    text,
    json: async (path) => parseJson(await text(path)),
  };
}

/** @param single whether the pictures of a folder are clips of their own rather than frames of one */
export function clipsOf({ media }: Listing, single: (folders: string[]) => boolean = () => false): Clip[] {
  const seen = new Set<string>();
  return media.flatMap((path) => {
    const folders = path.split('/').slice(0, -1);
    if (!isPicture(path)) return [clip(path, 'video')];
    if (folders.length === 0 || single(folders)) return [clip(path, 'pictures')];
    const folder = folders.join('/');
    if (seen.has(folder)) return [];
    seen.add(folder);
    return [clip(folder, 'pictures')];
  });
}

function clip(path: string, kind: ItemKind): Clip {
  const folders = path.split('/');
  // Folders of frames are often named after the whole file, "id0_0000.mp4".
  return { path, kind, name: parse(folders.pop()!).name, folders };
}

/** Last place of a folder with one of these names, whatever its case; −1 when there is none. */
export function placeOf(folders: readonly string[], names: readonly string[]): number {
  return folders.findLastIndex((folder) => names.includes(folder.toLowerCase()));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
