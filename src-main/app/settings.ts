/** What the app remembers between starts: the cases opened last. */
import { access, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import type { Log } from '../shared/log.ts';
import type { CaseSummary } from '../shared/case.ts';

const RECENT_LIMIT = 10;

const schema = z.object({ recentCases: z.array(z.string()) });

export class Settings {
  readonly #file: string;
  readonly #log: Log;
  /** Cases may be opened one right after the other: each change waits for the one before. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(file: string, log: Log) {
    this.#file = file;
    this.#log = log;
  }

  /** Paths of the cases opened last that still exist, latest first. */
  async recentCases(): Promise<string[]> {
    await this.#last;
    const paths = await this.#read();
    const present = await Promise.all(paths.map(exists));
    return paths.filter((_path, index) => present[index]);
  }

  /** Remembers the case that the engine says is open. */
  followCase(open: CaseSummary | null): void {
    if (open === null) return;
    // A list that can't be kept is worth no question to the examiner either.
    this.#last = this.#last
      .then(() => this.#remember(open.path))
      .catch((error: unknown) => this.#log('the list of recent cases', error));
  }

  async #remember(path: string): Promise<void> {
    const others = (await this.#read()).filter((known) => known !== path);
    await this.#write([path, ...others].slice(0, RECENT_LIMIT));
  }

  async #read(): Promise<string[]> {
    try {
      return schema.parse(JSON.parse(await readFile(this.#file, 'utf8'))).recentCases;
    } catch (error) {
      // Missing at first start; a damaged list of recent cases is worth no question to the examiner.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') this.#log('the list of recent cases', error);
      return [];
    }
  }

  async #write(recentCases: string[]): Promise<void> {
    await mkdir(dirname(this.#file), { recursive: true });
    await writeFileAtomic(this.#file, `${JSON.stringify({ recentCases }, null, 2)}\n`);
  }
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );
