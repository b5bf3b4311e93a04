/**
 * Finds clips of a set that show the same: equal files, and clips with nearly equal frame hashes. With the same label
 * they are duplicates. A fake and its original are not, but belong to one recording. Clips are no duplicates if the
 * set itself says that they differ (compressions, fakes of one video, methods, donors), because a swapped face
 * changes few bits of a hash.
 */
import { setImmediate } from 'node:timers/promises';
import type { Label } from '../../shared/domain.ts';
import { groupedBy } from '../support/grouped.ts';
import { areAlike, comparedHash } from './frame-hash.ts';
import { unionFind } from '../support/union-find.ts';

export interface ComparedClip {
  label: Label;
  method: string | null;
  donors: readonly string[];
  source: string;
  sha256: string;
  frameHash: Uint8Array;
}

export interface Duplicate {
  /** Place of the clip that this one repeats; it is no duplicate itself. */
  of: number;
  kind: 'same-file' | 'alike';
}

interface Duplicates {
  /** By place. */
  duplicates: Map<number, Duplicate>;
  /** Recording of each clip: those that show the same share the one of the first. */
  sources: string[];
  /** Equal files under both labels, by place, with another one of the file: nobody knows which label is true. */
  contradictions: Map<number, number>;
}

/** Rows of the comparison between two looks at the clock and the abort signal. */
const rowsAtOnce = 64;

export async function findDuplicates(
  clips: readonly ComparedClip[],
  signal: AbortSignal,
): Promise<Duplicates> {
  const duplicates = new Map<number, Duplicate>();
  const contradictions = new Map<number, number>();
  const recordings = joinable(clips.map(({ source }) => source));
  for (const [, places] of groupedBy(clips.keys(), (place) => clips[place]!.sha256)) {
    const [first, ...others] = places;
    const contrary = (place: number) => places.find((other) => clips[other]!.label !== clips[place]!.label);
    for (const place of places) {
      const other = contrary(place);
      if (other !== undefined) contradictions.set(place, other);
    }
    if (contradictions.has(first!)) continue;
    for (const place of others) {
      duplicates.set(place, { of: first!, kind: 'same-file' });
      recordings.join(clips[first!]!.source, clips[place]!.source);
    }
  }
  const compared = [...clips.keys()]
    .filter((place) => !duplicates.has(place) && !contradictions.has(place))
    .map((place) => ({ place, hash: comparedHash(clips[place]!.frameHash) }));
  for (const [row, { place, hash }] of compared.entries()) {
    if (row % rowsAtOnce === 0) {
      await setImmediate();
      signal.throwIfAborted();
    }
    for (let next = row + 1; next < compared.length; next += 1) {
      const other = compared[next]!;
      if (!areAlike(hash, other.hash)) continue;
      const [earlier, later] = [clips[place]!, clips[other.place]!];
      if (!duplicates.has(other.place) && mayRepeat(earlier, later)) {
        duplicates.set(other.place, { of: place, kind: 'alike' });
      }
      recordings.join(earlier.source, later.source);
    }
  }
  for (const duplicate of duplicates.values()) {
    for (let next; (next = duplicates.get(duplicate.of));) duplicate.of = next.of;
  }
  return { duplicates, contradictions, sources: clips.map(({ source }) => recordings.of(source)) };
}

/** Whether the set itself does not tell them apart. */
const mayRepeat = (a: ComparedClip, b: ComparedClip) =>
  a.label === b.label &&
  a.source !== b.source &&
  a.method === b.method &&
  a.donors.join('\n') === b.donors.join('\n');

/** Names that can be made one: the earliest of a joined group stands for all. */
function joinable(names: readonly string[]) {
  const place = new Map<string, number>();
  for (const name of names) if (!place.has(name)) place.set(name, place.size);
  const { rootOf: of, join: joinSets } = unionFind<string>();
  const join = (a: string, b: string) => {
    const [first, second] = [of(a), of(b)].sort((x, y) => place.get(x)! - place.get(y)!);
    joinSets(first!, second!);
  };
  return { of, join };
}
