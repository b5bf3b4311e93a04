/** What the app remembers between starts. */
import { access, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import type { Log } from '../shared/log.ts';
import type { CaseSummary } from '../shared/case.ts';
import type { Preferences } from '../shared/preferences.ts';
import { preferencesShape } from '../shared/preferences-schema.ts';

const RECENT_LIMIT = 10;

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const pixels = z.number().int();

/** Each member for itself: one that is missing or damaged costs no other. */
const schema = z.object({
  recentCases: z.array(z.string()).catch([]),
  /** Who was named as examiner last, in whichever case; offered in the next one. */
  examiner: z.string().nullable().catch(null),
  theme: z.enum(themes).catch('system'),
  ...preferencesShape,
  /** In screen coordinates, as the window was before it was maximised. */
  window: z
    .object({ x: pixels, y: pixels, width: pixels, height: pixels, maximized: z.boolean() })
    .nullable()
    .catch(null),
});
type Kept = Omit<z.infer<typeof schema>, keyof Preferences> & Preferences;
export type WindowPlace = NonNullable<Kept['window']>;

export class Settings {
  readonly #file: string;
  readonly #log: Log;
  /** Cases may be opened one right after the other: each change waits for the one before. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(file: string, log: Log) {
    this.#file = file;
    this.#log = log;
  }

  /** With all changes until now. */
  async read(): Promise<Kept> {
    await this.#last;
    return this.#read();
  }

  /** Remembers this in place of what there was. */
  keep(change: Partial<Kept>): void {
    this.#change(() => change);
  }

  /** Paths of the cases opened last that still exist, latest first. */
  async recentCases(): Promise<string[]> {
    const { recentCases } = await this.read();
    const present = await Promise.all(recentCases.map(exists));
    return recentCases.filter((_path, index) => present[index]);
  }

  /** Remembers the case that the engine says is open. */
  followCase(open: CaseSummary | null): void {
    if (open === null) return;
    const { path } = open;
    this.#change(({ recentCases }) => ({
      recentCases: [path, ...recentCases.filter((known) => known !== path)].slice(0, RECENT_LIMIT),
    }));
  }

  #change(changeOf: (kept: Kept) => Partial<Kept>): void {
    // Settings that can't be kept are worth no question to the examiner.
    this.#last = this.#last
      .then(async () => {
        const kept = await this.#read();
        await this.#write({ ...kept, ...changeOf(kept) });
      })
      .catch((error: unknown) => this.#log('the settings', error));
  }

  async #read(): Promise<Kept> {
    try {
      return schema.parse(JSON.parse(await readFile(this.#file, 'utf8')));
    } catch (error) {
      // Missing at first start; damaged settings are worth no question to the examiner either.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') this.#log('the settings', error);
      return schema.parse({});
    }
  }

  async #write(kept: Kept): Promise<void> {
    await mkdir(dirname(this.#file), { recursive: true });
    await writeFileAtomic(this.#file, `${JSON.stringify(kept, null, 2)}\n`);
  }
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );
