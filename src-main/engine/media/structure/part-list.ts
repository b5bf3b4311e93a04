/** Collects the parts of a file within limits that no file exceeds, whatever it claims. */
import type { FileFact, FilePart } from '../../../shared/structure.ts';
import { countOf } from '../../../shared/wording.ts';

/** Of one kind in one place: a recording may have thousands of fragments, clusters or segments. */
const LISTED_ALIKE = 4;
const MOST_PARTS = 500;
const MOST_FACTS = 60;
const MOST_GAPS = 10;
/** Of the last level, as they count from 0: ten levels. */
const MOST_DEPTH = 9;
/** Parts that are looked at, listed or not. */
const MOST_VISITS = 100_000;
/** Of these, those that cost a read of the disk: each reads a window of 64 kB. */
const MOST_READS = 10_000;
const WINDOW_BYTES = 64 * 1024;
const MOST_CHARACTERS = 160;

export interface GivenPart extends Omit<FilePart, 'meaning' | 'value' | 'more'> {
  meaning?: string | undefined;
  value?: string | null | undefined;
}

/** The parts in one other part, by kind. */
export type Level = Map<string, { listed: number; more: FilePart | null }>;

export class PartList {
  readonly parts: FilePart[] = [];
  readonly facts: FileFact[] = [];
  readonly gaps: string[] = [];
  hasCredentials = false;
  #visits = 0;
  #reads = 0;
  #at = 0;
  #isFull = false;

  /** To be asked before each part is read. @returns false from where the limits are reached */
  mayVisit(at: number): boolean {
    this.#visits += 1;
    if (Math.abs(at - this.#at) > WINDOW_BYTES) this.#reads += 1;
    this.#at = at;
    if (this.#isFull || this.#visits > MOST_VISITS || this.#reads > MOST_READS) {
      if (!this.#isFull) this.gap(`The list ends at byte ${at}: the file has more parts than are looked at.`);
      this.#isFull = true;
    }
    return !this.#isFull;
  }

  /** @returns whether it is listed by itself, so that what is in it can follow */
  add({ meaning, value, ...part }: GivenPart, level: Level): boolean {
    const alike = level.get(part.type) ?? { listed: 0, more: null };
    level.set(part.type, alike);
    if (alike.more !== null) {
      alike.more.more = (alike.more.more ?? 0) + 1;
      const [all, own] = [alike.more.sizeBytes, part.sizeBytes];
      alike.more.sizeBytes = all === null || own === null ? null : exact(all + own);
      return false;
    }
    if (this.parts.length >= MOST_PARTS) {
      if (!this.#isFull)
        this.gap(`The list ends at byte ${part.at}: ${countOf(MOST_PARTS, 'part')} are listed at most.`);
      this.#isFull = true;
      return false;
    }
    const row: FilePart = {
      ...part,
      sizeBytes: part.sizeBytes === null ? null : exact(part.sizeBytes),
      ...{ meaning: meaning ?? null, value: shortened(value ?? '') },
    };
    if (alike.listed >= LISTED_ALIKE) {
      row.more = 1;
      row.value = null;
      alike.more = row;
    }
    alike.listed += 1;
    this.parts.push(row);
    return row.more === undefined && part.depth < MOST_DEPTH;
  }

  fact(kind: FileFact['kind'], name: string, value: string, at: number): void {
    const text = shortened(value);
    if (text !== null && this.facts.length < MOST_FACTS)
      this.facts.push({ kind, name: shortened(name) ?? '', value: text, at });
  }

  /** @param sentence where the list of the parts ends before the file does, and why */
  gap(sentence: string): void {
    if (this.gaps.length < MOST_GAPS) this.gaps.push(sentence);
  }

  /** However many gaps there are. @param cause that ends the list: of the disk with its code, otherwise a fault of ours */
  fail({ name, message, code, syscall }: NodeJS.ErrnoException): void {
    const why =
      syscall === undefined
        ? `an error of Exhibit (${name}: ${message})`
        : `the file cannot be read (${code})`;
    this.gaps.push(`What follows is not listed: ${shortened(why)}.`);
  }
}

/** A file may claim more than JSON has whole numbers for. */
const exact = (bytes: number): number => Math.min(bytes, Number.MAX_SAFE_INTEGER);

/** Text of a file, without what moves a cursor, turns the direction of writing or fills up; null where nothing is left. */
export function shortened(text: string): string | null {
  const plain = text
    .replaceAll(/\p{C}+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const characters = [...plain];
  if (characters.length === 0) return null;
  return characters.length > MOST_CHARACTERS ? `${characters.slice(0, MOST_CHARACTERS).join('')}…` : plain;
}

/** Up to the first zero. */
export function textOf(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.toString('utf8', 0, end === -1 ? bytes.length : end);
}

/** UTC; the number itself where it is no date. @param epochMs where the format begins to count */
export function dateText(seconds: number, epochMs: number): string {
  if (seconds === 0) return '0 (not set)';
  const date = new Date(epochMs + seconds * 1000);
  return Number.isNaN(date.getTime()) ? `${seconds} (no date)` : date.toISOString().replace(/\.\d+Z$/, 'Z');
}
