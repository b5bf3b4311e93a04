/** Trials of providers as a small JSON file, each with the situation in which it was made. */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import type { Log } from '../../shared/log.ts';
import { providerNames, type ProviderReport } from '../../shared/domain.ts';

const fileName = 'provider.json';

const schema = z.record(
  z.string(),
  z.object({
    situation: z.string(),
    report: z.object({
      name: z.enum(providerNames),
      maxDifference: z.number(),
      warning: z.string().nullable(),
    }) satisfies z.ZodType<ProviderReport>,
  }),
);

type Trials = z.infer<typeof schema>;

export class ProviderMemory {
  readonly #folder: string;
  readonly #situation: string;
  readonly #log: Log;

  /** @param situation everything on which a trial depends, as one string; another one is not recalled */
  constructor(folder: string, situation: string, log: Log) {
    this.#folder = folder;
    this.#situation = situation;
    this.#log = log;
  }

  async recall(wish: string): Promise<ProviderReport | undefined> {
    const trial = (await this.#read())[wish];
    return trial?.situation === this.#situation ? trial.report : undefined;
  }

  /** If the folder cannot be written to, the only effect is a new trial at the next start. */
  async keep(wish: string, report: ProviderReport): Promise<void> {
    const trials = { ...(await this.#read()), [wish]: { situation: this.#situation, report } };
    try {
      await mkdir(this.#folder, { recursive: true });
      await writeFileAtomic(join(this.#folder, fileName), `${JSON.stringify(trials, null, 2)}\n`);
    } catch (error) {
      this.#log('the memory of provider trials', error);
    }
  }

  /** A damaged file is replaced. */
  async #read(): Promise<Trials> {
    try {
      return schema.parse(JSON.parse(await readFile(join(this.#folder, fileName), 'utf8')));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
        this.#log('the memory of provider trials', error);
      return {};
    }
  }
}
