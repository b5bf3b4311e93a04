/**
 * Validation of an installation: known answers and, where a lab has them, labelled clips go through the installed version
 * on this machine. Each run leaves a dated record among the settings, and reports name the last one.
 */
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { ValidatedClips, ValidationRecord } from '../../shared/validation.ts';
import type { EngineOptions } from '../engine-options.ts';
import type { WorkRun } from '../support/work-run.ts';
import type { Toolbox } from '../toolbox.ts';
import { answerPictures, readKnownAnswers } from './known-answers.ts';
import { validateClips } from './labelled-clips.ts';
import { readRecord } from './read-record.ts';

export interface Validation {
  /**
   * @param table of labelled clips, as for training; known answers alone where it is left out
   * @returns the record, and the file that it was written to
   * @throws EngineError train/bad-manifest, models/…, media/…; the abort reason
   */
  run(table?: string, run?: WorkRun): Promise<{ record: ValidationRecord; path: string }>;
  /** The last record; null where there is none, or it cannot be read. */
  last(): Promise<ValidationRecord | null>;
}

const unwatched = (): WorkRun => ({
  signal: new AbortController().signal,
  onProgress: () => undefined,
});

const RECORD = /^\d{4}-\d\d-\d\dT\d{6}Z\.json$/;

export function createValidation(
  { resources, settingsFolder }: Pick<EngineOptions, 'resources' | 'settingsFolder'>,
  toolbox: Toolbox,
): Validation {
  const folder = join(settingsFolder, 'validation');
  return {
    async run(table, run = unwatched()) {
      const known = await readKnownAnswers(resources);
      const tools = await toolbox.analysisTools();
      const pictures = join(resources, 'resources', 'sample');
      const knownAnswers = await answerPictures(known, pictures, tools, run.signal);
      const trainedOn = await toolbox.trainedOn(tools.embedder.name);
      const clips = table === undefined ? null : await validateClips(table, trainedOn, tools, run);
      const record: ValidationRecord = {
        ...{
          format: 1,
          at: new Date().toISOString(),
          versions: tools.versions,
          provider: tools.provider.name,
        },
        model: { name: tools.classifier.name, sha256: tools.classifier.sha256 },
        ...{ knownAnswers, clips },
        faults: [
          ...knownAnswers.flatMap(({ name, problem }) => (problem === null ? [] : [`${name}: ${problem}`])),
          ...(clips === null ? [] : clipFaults(clips)),
        ],
      };
      await mkdir(folder, { recursive: true });
      const path = join(folder, `${record.at.replace(/\.\d+/, '').replaceAll(':', '')}.json`);
      await writeFileAtomic(path, `${JSON.stringify(record, null, 1)}\n`);
      return { record, path };
    },
    async last() {
      const names = (await readdir(folder).catch(() => [])).filter((name) => RECORD.test(name)).sort();
      const newest = names.at(-1);
      if (newest === undefined) return null;
      return readRecord(await readFile(join(folder, newest), 'utf8').catch(() => ''));
    },
  };
}

/** The card's figure has to be one that these clips allow. */
function clipFaults({ auc, cardAuc, unscored, listed, known }: ValidatedClips): string[] {
  const faults: string[] = [];
  if (auc === null) faults.push('The clips with a score are all real or all fake, so nothing was measured.');
  else if (auc.high < cardAuc.low) {
    faults.push(
      `The AUC on these clips, ${text(auc)}, is lower than that of the model card, ${text(cardAuc)}: on this material the model is worse than its card says.`,
    );
  }
  const scored = listed - known - unscored.length;
  if (scored < unscored.length) faults.push(`Only ${scored} of ${listed} clips got a score.`);
  return faults;
}

const text = ({ value, low, high }: ValidatedClips['cardAuc']): string =>
  `${value.toFixed(2)} (95 % interval ${low.toFixed(2)} to ${high.toFixed(2)})`;
