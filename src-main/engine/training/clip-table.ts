/**
 * Reads a table of labelled clips: one clip a line, with the columns `path` and `label`, and where they are known
 * `identity`, `group` (or `source`: clips of one recording share it), `method`, `dataset` (or `set`) and `notes`.
 * `person_or_clip` stands for identity and source alike where the table has only that.
 */
import { resolve } from 'node:path';
import { CsvError, parse } from 'csv-parse/sync';
import { z } from 'zod';
import type { Label } from '../../shared/domain.ts';
import { EngineError } from '../../shared/errors.ts';
import { placeBeyond } from '../../shared/path-place.ts';
import { personName, unnamedIn } from '../support/person-names.ts';

export interface ManifestClip {
  /** Absolute. */
  path: string;
  label: Label;
  /** Who is seen; the clip itself where nobody is named. */
  identity: string;
  /** Whose face went into the clip. */
  donors: string[];
  /** Shared by clips of one recording. */
  source: string;
  method: string | null;
  dataset: string | null;
  /** Line of the table, from 1. */
  line: number;
}

export interface ClipTable {
  clips: ManifestClip[];
  /** Lines that can't be used, each with the reason; paths absolute, or the folder where there is none. */
  refused: { path: string; line: number; reason: string }[];
}

const text = () => z.string().default('');
const row = z.object({
  path: z.string().min(1, 'the path is empty'),
  label: z.string().pipe(z.enum(['real', 'fake'], 'the label must be real or fake')),
  ...{ identity: text(), group: text(), source: text(), person_or_clip: text() },
  ...{ method: text(), dataset: text(), set: text(), notes: text() },
});

/**
 * @param folder what relative paths start from
 * @throws EngineError train/bad-manifest when it is no clip table
 */
export function parseClipTable(text: string, folder: string): ClipTable {
  const lineOf = new Map<string, number>();
  const table: ClipTable = { clips: [], refused: [] };
  const notes: string[] = [];
  /** Clips whose label a later line contradicts, with that line. */
  const contradicted = new Map<string, number>();
  for (const { record, info } of records(text)) {
    const { data, error } = row.safeParse(record);
    const line = info.lines;
    const path = resolve(folder, data?.path ?? record['path'] ?? '');
    const elsewhere = elsewhereThan(folder, path);
    const earlier = lineOf.get(path);
    if (!data) {
      table.refused.push({ path, line, reason: error.issues[0]!.message });
    } else if (elsewhere !== null) {
      table.refused.push({ path, line, reason: elsewhere });
    } else if (earlier !== undefined) {
      table.refused.push({ path, line, reason: `${data.path} is on line ${earlier} already` });
      const first = table.clips.find((clip) => clip.path === path);
      if (first && first.label !== data.label) contradicted.set(path, line);
    } else {
      lineOf.set(path, line);
      table.clips.push({
        ...{ path, label: data.label, line },
        ...peopleIn(data.identity || data.person_or_clip, data.path),
        source: data.group || (data.identity ? data.source : data.person_or_clip || data.source) || path,
        ...{ method: data.method || null, dataset: data.dataset || data.set || null },
      });
      notes.push(data.notes);
    }
  }
  joinNotedSources(table.clips, notes);
  return withoutContradicted(table, contradicted);
}

/**
 * A table comes from strangers, and a look at a file on another computer tells that computer who looks.
 * @returns why a path of a table in that folder is not looked up; null if it may be
 */
export function elsewhereThan(
  folder: string,
  path: string,
  platform: string = process.platform,
): string | null {
  const place = placeBeyond(path, folder, platform);
  if (place === null) return null;
  if (place.kind !== 'host') return 'it is a device or a place of the system itself';
  return `it is on the computer ${place.host}, and the table is not; put the table there, or copy the clips`;
}

/** Which of two labels is right, nobody can tell from the table. */
function withoutContradicted(
  { clips, refused }: ClipTable,
  contradicted: ReadonlyMap<string, number>,
): ClipTable {
  const reason = (other: number) => `line ${other} gives the same path the other label`;
  return {
    clips: clips.filter(({ path }) => !contradicted.has(path)),
    refused: [
      ...refused,
      ...clips.flatMap(({ path, line }) => {
        const other = contradicted.get(path);
        return other === undefined ? [] : [{ path, line, reason: reason(other) }];
      }),
    ],
  };
}

function records(text: string) {
  try {
    return parse<Record<string, string>>(text, {
      ...{ bom: true, info: true, skip_empty_lines: true, trim: true },
      columns: (header: string[]) => {
        const names = header.map((name) => name.toLowerCase());
        for (const needed of ['path', 'label']) {
          if (!names.includes(needed))
            throw badManifest(`line 1: the column ${needed} is missing${separatorAdvice(header)}`);
        }
        return names;
      },
    }) as unknown as { record: Record<string, string>; info: { lines: number } }[];
  } catch (cause) {
    if (cause instanceof CsvError)
      throw badManifest(`line ${String(cause['lines'])}: ${cause.message}`, cause);
    throw cause;
  }
}

/** A spreadsheet of a country with decimal commas separates columns by semicolons. */
const separatorAdvice = (header: readonly string[]): string =>
  header.some((name) => /[;\t]/.test(name))
    ? '. Separate the columns by commas, not by semicolons or tabs'
    : '';

/**
 * "celebdf:id16 (donor id6)" names the person seen and the donor, who has the same data set in front;
 * other remarks in brackets, such as "(target)", are no part of the name.
 */
function peopleIn(identity: string, path: string): { identity: string; donors: string[] } {
  const [name = '', ...remarks] = identity.split('(');
  const person = personName(name);
  const dataset = person.includes(':') ? `${person.split(':')[0]}:` : '';
  const donors = remarks.flatMap((remark) =>
    [...remark.matchAll(/\bdonor\s+([^\s;,)]+)/g)].map(([, donor]) => {
      const own = personName(donor!);
      return own.includes(':') ? own : dataset + own;
    }),
  );
  return { identity: person || unnamedIn(path), donors };
}

/** Notes such as "pair of NAME" or "same source clip as NAME" tie clips to one recording. */
function joinNotedSources(clips: ManifestClip[], notes: readonly string[]): void {
  for (const [index, note] of notes.entries()) {
    for (const [, name] of note.matchAll(/\b(?:pair|source|clip) (?:of|as) ([\w./-]*\w)/g)) {
      const kept = clips[index]!.source;
      const joined = new Set(clips.filter(({ path }) => isNamed(path, name!)).map(({ source }) => source));
      for (const clip of clips) if (joined.has(clip.source)) clip.source = kept;
    }
  }
}

/** Whether a path ends in the name, with or without the file's extension. */
function isNamed(path: string, name: string): boolean {
  const slashed = path.replaceAll('\\', '/');
  return [slashed, slashed.replace(/\.\w+$/, '')].some((form) => form.endsWith(`/${name}`));
}

export function badManifest(why: string, cause?: unknown): EngineError {
  return new EngineError('train/bad-manifest', `The clip table is not usable: ${why}`, { cause });
}
