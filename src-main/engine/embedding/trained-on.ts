/**
 * The people and recordings in an embedder's training data, from the list that came with it (`models/training` writes
 * one). A model on this embedder is measured only on others. Otherwise its figures would describe people that the
 * network has seen.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { EngineError, type ErrorReport } from '../../shared/errors.ts';
import type { EmbedderEntry, GuestEntry } from '../inference/manifest.ts';
import { sha256Of } from '../support/sha256.ts';
import { isUnnamed, personName } from '../support/person-names.ts';

export interface TrainedOn {
  /** Spelt as by `personName`, like sources. */
  people: ReadonlySet<string>;
  sources: ReadonlySet<string>;
  /** Number of recordings without the names of their people; these are recognised only by the name of the recording. */
  unnamed: number;
}

const rows = z.array(z.object({ identity: z.string(), donors: z.string(), source: z.string() }));

/**
 * @param folder with the network list of this entry
 * @returns null if the embedder has no such list
 * @throws EngineError models/missing, models/hash-mismatch, models/invalid
 */
export async function readTrainedOn(
  folder: string,
  { name, trainedOn }: Pick<EmbedderEntry | GuestEntry, 'name' | 'trainedOn'>,
): Promise<TrainedOn | null> {
  if (!trainedOn) return null;
  const path = join(folder, trainedOn.file);
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new EngineError('models/missing', `${path} cannot be read. ${again(name)}`, { cause });
  });
  if (sha256Of(bytes) !== trainedOn.sha256) {
    throw new EngineError('models/hash-mismatch', `${path} was changed. ${again(name)}`);
  }
  return parseTrainedOn(bytes.toString('utf8'), path);
}

const again = (name: string) => `Remove the network with 'exhibit models remove ${name}' and add it again.`;

/**
 * @param file its name in error messages
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
      `${file} is not a list of training people. It must have the columns identity, donors and source.`,
      { cause },
    );
  }
}

/** Why such a clip is skipped. */
export const knownToEmbedder: ErrorReport = {
  code: 'train/known-to-embedder',
  message:
    'the embedder was trained on a person or recording with this name, so figures with this clip would be too good',
};

/** The number of skipped clips, and the number of recordings in the embedder's training data without named people. */
export interface KnownClips {
  count: number;
  unnamed: number;
}

/**
 * The statement for a card; null if an embedder that was trained on forgeries does not state its people. Networks for
 * recognition are trained on photographs of other people, so for them the card has no statement (undefined).
 */
export function knownClips(
  trainedOn: TrainedOn | null,
  { count, tellsPeople }: { count: number; tellsPeople: boolean },
): KnownClips | null | undefined {
  if (trainedOn) return { count, unnamed: trainedOn.unnamed };
  return tellsPeople ? undefined : null;
}

/** Compares names only: a person with another name in another set is not recognised. */
export function isTrainedOn(
  { identity, donors, source }: { identity: string; donors: readonly string[]; source: string },
  { people, sources }: TrainedOn,
): boolean {
  return (
    [identity, ...donors].some((name) => people.has(personName(name))) || sources.has(personName(source))
  );
}
