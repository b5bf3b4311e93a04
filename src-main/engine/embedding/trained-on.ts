/**
 * Whom an embedder was trained on, by the list that came with it (`models/training` writes one). A model that stands on it is
 * measured on others alone: its figures would else hold for people whom the network has seen.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { EngineError, type ErrorReport } from '../../shared/errors.ts';
import { sha256Of, type EmbedderEntry } from '../inference/manifest.ts';
import { isUnnamed, personName } from '../support/person-names.ts';

export interface TrainedOn {
  /** Spelt as by `personName`, like sources. */
  people: ReadonlySet<string>;
  sources: ReadonlySet<string>;
  /** Recordings of whom nobody said who is seen: those are recognised by their own name alone. */
  unnamed: number;
}

const rows = z.array(z.object({ identity: z.string(), donors: z.string(), source: z.string() }));

/**
 * @param folder that the entry's manifest lies in
 * @returns null where the embedder says nothing of its training
 * @throws EngineError models/missing, models/hash-mismatch, models/invalid
 */
export async function readTrainedOn(
  folder: string,
  { name, trainedOn }: EmbedderEntry,
): Promise<TrainedOn | null> {
  if (!trainedOn) return null;
  const path = join(folder, trainedOn.file);
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new EngineError('models/missing', `cannot read ${path}; ${again(name)}`, { cause });
  });
  if (sha256Of(bytes) !== trainedOn.sha256) {
    throw new EngineError('models/hash-mismatch', `${path} was changed; ${again(name)}`);
  }
  return parseTrainedOn(bytes.toString('utf8'), path);
}

const again = (name: string) => `remove the network with 'exhibit models remove ${name}' and add it again`;

/**
 * @param file named in a refusal
 * @throws EngineError models/invalid
 */
export function parseTrainedOn(text: string, file: string): TrainedOn {
  try {
    const listed = rows.parse(parse(text, { columns: true, bom: true }));
    const people = listed.flatMap(({ identity, donors }) => [identity, ...donors.split(';')]);
    return {
      people: new Set(people.map(personName).filter((name) => name !== '')),
      sources: new Set(listed.map(({ source }) => personName(source))),
      unnamed: new Set(listed.filter(({ identity }) => isUnnamed(identity)).map(({ source }) => source)).size,
    };
  } catch (cause) {
    throw new EngineError(
      'models/invalid',
      `${file} does not list whom the network was trained on: wanted are the columns identity, donors and source`,
      { cause },
    );
  }
}

/** Why such a clip takes no part. */
export const knownToEmbedder: ErrorReport = {
  code: 'train/known-to-embedder',
  message:
    'the embedder was trained on a person or recording of this name, so figures on it would flatter the model',
};

/** Of clips left out: how many there were, and in how many recordings that the embedder was trained on nobody is named. */
export interface KnownClips {
  count: number;
  unnamed: number;
}

/**
 * What a card says of them; null where an embedder that was trained on forgeries does not say on whom. Recognition
 * networks are trained on photographs of strangers, and nothing is said of them.
 */
export function knownClips(
  trainedOn: TrainedOn | null,
  { count, tellsPeople }: { count: number; tellsPeople: boolean },
): KnownClips | null | undefined {
  if (trainedOn) return { count, unnamed: trainedOn.unnamed };
  return tellsPeople ? undefined : null;
}

/** By name alone: of a person with another name in another set nobody can tell. */
export function isTrainedOn(
  { identity, donors, source }: { identity: string; donors: readonly string[]; source: string },
  { people, sources }: TrainedOn,
): boolean {
  return (
    [identity, ...donors].some((name) => people.has(personName(name))) || sources.has(personName(source))
  );
}
