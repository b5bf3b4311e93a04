/** The state of an audit log, short enough for paper: how many entries it had, and the SHA-256 of the last one. */
import type { ChainCheck } from './case.ts';

export interface Anchor {
  entries: number;
  /** 64 lower-case hexadecimal digits. */
  head: string;
}

/** "22:9f86d081…", all 64 digits. */
export const anchorText = ({ entries, head }: Pick<ChainCheck, 'entries' | 'head'>): string =>
  `${entries}:${head}`;

/** @returns null for any other text */
export function parseLogAnchor(text: string): Anchor | null {
  const [, entries, head] = /^(\d{1,15}):([0-9a-f]{64})$/i.exec(text.trim()) ?? [];
  return entries === undefined || Number(entries) === 0
    ? null
    : { entries: Number(entries), head: head!.toLowerCase() };
}
