/** Stores trials of providers in a small JSON file, each with its situation. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { ProviderReport } from '../../shared/domain.ts';

const fileName = 'provider.json';

const schema = z.record(
  z.string(),
  z.object({
    situation: z.string(),
    report: z.object({
      name: z.enum(['cpu', 'webgpu', 'cuda', 'dml', 'coreml']),
      maxDifference: z.number(),
      warning: z.string().nullable(),
    }) satisfies z.ZodType<ProviderReport>,
  }),
);

type Trials = z.infer<typeof schema>;

export class ProviderMemory {
  readonly #folder: string;
  readonly #situation: string;

  /** @param situation everything that a trial depends on, as one string; trials of other situations are not used */
  constructor(folder: string, situation: string) {
    this.#folder = folder;
    this.#situation = situation;
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
      await writeFile(join(this.#folder, fileName), `${JSON.stringify(trials, null, 2)}\n`);
    } catch {
      return;
    }
  }

  /** A damaged file is replaced. */
  async #read(): Promise<Trials> {
    try {
      return schema.parse(JSON.parse(await readFile(join(this.#folder, fileName), 'utf8')));
    } catch {
      return {};
    }
  }
}
