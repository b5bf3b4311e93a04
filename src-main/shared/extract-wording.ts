/** What a capsule of chosen files says of itself, as sentences for its guide, its report and its check. */
import type { ExtractCheck } from './capsule.ts';
import { countOf } from './wording.ts';

/** The files first, then what its log can show, then what that does not prove. */
export const extractTexts = (extract: ExtractCheck): string[] => [
  filesText(extract),
  logText(extract),
  tiedText(extract),
];

function filesText({ inside, files, removed }: ExtractCheck): string {
  const gone =
    removed === 0
      ? ''
      : ` ${countOf(removed, 'file')} taken off its list ${removed === 1 ? 'is' : 'are'} not inside either.`;
  return `This is an extract: ${inside} of the ${countOf(files, 'file')} of the case. No file, picture, score or finding of the others is inside; their names are left out as far as they were found.${gone}`;
}

function logText({ entries, shown }: ExtractCheck): string {
  const log = `The audit log has ${countOf(entries, 'entry', 'entries')}.`;
  const withheld = entries - shown;
  if (withheld === 0) return `${log} The content of every entry is inside.`;
  const what = 'of other files, of reports or of the whole case';
  return `${log} ${shown} ${shown === 1 ? 'is' : 'are'} inside with content. ${
    withheld === 1
      ? `Of the other one, only the hash is inside: it may speak ${what}.`
      : `Of the other ${withheld}, only the hashes are inside: they may speak ${what}.`
  } The log inside cannot show whether these files have a newer finding.`;
}

/** The hash of an entry is of its content and of the hash before it, so that a withheld content cuts the tie. */
function tiedText({ entries, tiedFrom }: ExtractCheck): string {
  const tied =
    tiedFrom === null
      ? 'The last entry is withheld, so no content inside is tied to the head of the log'
      : tiedFrom === 1
        ? 'Every content is tied to the head of the log'
        : tiedFrom === entries
          ? 'Only the content of the last entry is tied to the head of the log'
          : `Only the contents from entry ${tiedFrom} to ${entries} are tied to the head of the log`;
  return tiedFrom === 1
    ? `${tied}.`
    : `${tied}. Without the content of a withheld entry, nobody can compute its hash. An anchor, a signature or a time stamp of the log does not prove the others; the whole case, or a capsule of it, does.`;
}
