/** Known computers: the others from which this user added files on this one. A small JSON file among the settings. */
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import type { Log } from '../../shared/log.ts';
import { placeOfPath } from '../../shared/path-place.ts';

const schema = z.array(z.string());

export class KnownComputers {
  readonly #file: string;
  readonly #log: Log;

  constructor(file: string, log: Log) {
    this.#file = file;
    this.#log = log;
  }

  /** @param host in lower case */
  has(host: string): boolean {
    return this.#read().includes(host);
  }

  /** @param paths that the user named. On a disk that is full or read-only, they have to be added again next time. */
  add(paths: readonly string[]): void {
    const hosts = paths.flatMap((path) => {
      const place = placeOfPath(path, process.platform);
      return place.kind === 'host' ? [place.host] : [];
    });
    const known = this.#read();
    if (hosts.every((host) => known.includes(host))) return;
    try {
      mkdirSync(dirname(this.#file), { recursive: true });
      writeFileAtomic.sync(this.#file, `${JSON.stringify([...new Set([...known, ...hosts])], null, 2)}\n`);
    } catch (error) {
      this.#log('the list of known computers', error);
    }
  }

  /** Read anew each time: another Exhibit may have added to it. A damaged file is replaced. */
  #read(): string[] {
    try {
      return schema.parse(JSON.parse(readFileSync(this.#file, 'utf8')));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') this.#log('the list of known computers', error);
      return [];
    }
  }
}
