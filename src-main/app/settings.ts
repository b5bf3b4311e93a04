/** What the app remembers between starts: the cases opened last. */
import { randomUUID } from 'node:crypto';
import { access, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { CaseSummary } from '../shared/case.ts';

const RECENT_LIMIT = 10;

const schema = z.object({ recentCases: z.array(z.string()) });

export class Settings {
  readonly #file: string;
  /** Cases may be opened one right after the other: each change waits for the one before. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(file: string) {
    this.#file = file;
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
    this.#last = this.#last.then(() => this.#remember(open.path)).catch(() => undefined);
  }

  async #remember(path: string): Promise<void> {
    const others = (await this.#read()).filter((known) => known !== path);
    await this.#write([path, ...others].slice(0, RECENT_LIMIT));
  }

  async #read(): Promise<string[]> {
    try {
      return schema.parse(JSON.parse(await readFile(this.#file, 'utf8'))).recentCases;
    } catch {
      // Missing at first start; a damaged list of recent cases is worth no question to the examiner.
      return [];
    }
  }

  /** Written beside and renamed, so that a power cut leaves the old list or the new one. */
  async #write(recentCases: string[]): Promise<void> {
    await mkdir(dirname(this.#file), { recursive: true });
    const draft = `${this.#file}.${randomUUID()}`;
    await writeFile(draft, `${JSON.stringify({ recentCases }, null, 2)}\n`);
    await rename(draft, this.#file);
  }
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );
