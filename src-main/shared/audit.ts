/** The audit log as it is read, filtered and exported: the window and the engine filter it by the same rule. */
import { detailText, actionWords } from './audit-wording.ts';

/** One entry of the log, without its hashes. */
export interface LogLine {
  seq: number;
  /** UTC, ISO 8601. */
  at: string;
  /** null before an examiner was named. */
  author: string | null;
  action: string;
  evidenceId: number | null;
  /** Name of that evidence. */
  evidence: string | null;
  detail: Readonly<Record<string, unknown>>;
}

/** Empty text lets everything through. */
export interface LogFilter {
  text: string;
  author: string;
  action: string;
}

/** Every word must be found in what the line shows. */
export function filterLog(lines: readonly LogLine[], { text, author, action }: LogFilter): LogLine[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return lines.filter((line) => {
    if (author !== '' && (line.author ?? '') !== author) return false;
    if (action !== '' && line.action !== action) return false;
    if (words.length === 0) return true;
    const shown = searchText(line);
    return words.every((word) => shown.includes(word));
  });
}

/** Made once for a line: a search looks through all of them at every key. */
const searchTexts = new WeakMap<LogLine, string>();

/** What a search looks through, in small letters. */
export function searchText(line: LogLine): string {
  let text = searchTexts.get(line);
  if (text === undefined) {
    const { seq, at, author, action, evidence } = line;
    text = [seq, at, author, actionWords(action), evidence, detailText(line)].join(' ').toLowerCase();
    searchTexts.set(line, text);
  }
  return text;
}
