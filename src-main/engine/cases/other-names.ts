/** What an extract of a case must not name: files that are not in it, and people who were named in these alone. */
import type { Database } from 'better-sqlite3';
import { nameFinder, textsIn, type SpeaksOf } from '../support/find-names.ts';

export interface OtherNames {
  /** Whether a text names another file or such a person, as far as names are found, see `nameFinder`. */
  inText: SpeaksOf;
  /** Whether a content does, in any of its texts, or by the SHA-256 of another file. */
  inContent(content: unknown): boolean;
}

/** @param chosen ids of the evidence in the extract */
export function otherNames(sqlite: Database, chosen: ReadonlySet<number>): OtherNames {
  const files = sqlite
    .prepare<[], { id: number; path: string; name: string; sha256: string | null }>(
      'SELECT id, path, name, sha256 FROM evidence',
    )
    .all();
  const people = sqlite
    .prepare<[], { id: number | null; name: string | null }>(
      `SELECT evidence_id AS id, correction.value ->> '$.act.name' AS name
         FROM records, json_each(records.content, '$.corrections') AS correction WHERE kind = 'people'
       UNION SELECT evidence_id, content ->> '$.person' FROM records WHERE kind IN ('reference', 'likeness')`,
    )
    .all();
  const filesWhere = (isOther: boolean) => files.filter(({ id }) => chosen.has(id) !== isOther);
  const thingsWhere = (isOther: boolean) =>
    filesWhere(isOther).flatMap(({ path, name }) => [path, name, ...withoutEnding(name)]);
  const peopleWhere = (isOther: boolean) =>
    people.flatMap(({ id, name }) => (name !== null && chosen.has(id ?? -1) !== isOther ? [name] : []));
  const known = peopleWhere(false);
  const inText = nameFinder({
    people: without(peopleWhere(true), known),
    known,
    things: without(thingsWhere(true), thingsWhere(false)),
  });
  const hashesWhere = (isOther: boolean) => filesWhere(isOther).flatMap(({ sha256 }) => sha256 ?? []);
  const hashes = new Set(without(hashesWhere(true), hashesWhere(false)));
  return {
    inText,
    inContent: (content) =>
      [...textsIn(content)].some(inText) ||
      (JSON.stringify(content).match(/[0-9a-f]{64}/gi) ?? []).some((hash) => hashes.has(hash.toLowerCase())),
  };
}

/** Each once; a system may write the accents of one name in another way. */
function without(texts: readonly string[], own: readonly string[]): string[] {
  const kept = new Set(own.map((text) => text.normalize('NFC')));
  return [...new Set(texts.map((text) => text.normalize('NFC')))].filter(
    (text) => text !== '' && !kept.has(text),
  );
}

/** As examiners write it in a note. Of a name in one or two letters, everything would speak. */
function withoutEnding(name: string): string[] {
  const bare = name.replace(/\.[^.]*$/, '');
  return bare.length > 2 ? [bare] : [];
}
