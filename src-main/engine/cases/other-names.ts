/** What an extract of a case must not name: files that are not in it, and people who were named in these alone. */
import type { Database } from 'better-sqlite3';

/** @param chosen ids of the evidence in the extract */
export function otherNames(sqlite: Database, chosen: ReadonlySet<number>): string[] {
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
  const textsOf = (isOther: boolean) =>
    [
      ...files
        .filter(({ id }) => chosen.has(id) !== isOther)
        .flatMap(({ path, name, sha256 }) => [path, name, withoutEnding(name), sha256]),
      ...people.filter(({ id }) => chosen.has(id ?? -1) !== isOther).map(({ name }) => name),
    ].filter((text) => text !== null && text !== '') as string[];
  const own = new Set(textsOf(false));
  return [...new Set(textsOf(true))].filter((text) => !own.has(text));
}

/** As examiners write it in a note. Of a name in one or two letters, everything would speak. */
function withoutEnding(name: string): string | null {
  const bare = name.replace(/\.[^.]*$/, '');
  return bare.length > 2 ? bare : null;
}

/** In any case, as a word of its own: "a.mp4" is not in "aa.mp4". @param text may be JSON, which writes some signs as escapes */
export const namesOthers = (text: string, names: readonly string[]): boolean => {
  const within = text.toLowerCase();
  return names.some((name) =>
    [name, JSON.stringify(name).slice(1, -1)].some((form) => standsIn(within, form.toLowerCase())),
  );
};

function standsIn(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    const [before, after] = [text.slice(0, at).at(-1), text.slice(at + word.length).at(0)];
    if (!isLetter(before) && !isLetter(after)) return true;
  }
  return false;
}

const isLetter = (sign: string | undefined): boolean => sign !== undefined && /[\p{L}\p{N}]/u.test(sign);
