/**
 * Has the networks and models of strangers imported by a process of its own: reading them and the first run of a
 * network may take any time and memory, and use libraries that a file can crash.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { EngineError } from '../../shared/errors.ts';
import type { NetworkFolders } from '../embedding/installed-embedders.ts';
import { inOwnProcess, limitMsFor } from '../support/own-process.ts';
import type { NetworkImport } from '../weights/import-network.ts';
import type { ImportRequest } from './import-process.ts';

interface ImportProcess {
  /** The built or source file of `import-process.ts`. */
  script: string;
  signal?: AbortSignal | undefined;
  limitMs?: number;
}

/** The file, its tensors, and the network in the runtime's own form, of the largest file that is read. */
const MEMORY_MB = 4096;

/** For the first run of a network, beside the reading. */
const TRIAL_MS = 60_000;

/** A draft that is older belongs to no import any more: Exhibit itself was ended in its midst. */
const FORGOTTEN_MS = 24 * 3600 * 1000;

/** @throws EngineError as `importNetwork`; models/timed-out, models/invalid; DOMException AbortError */
export async function importNetworkApart(
  network: NetworkImport,
  folders: NetworkFolders,
  modelNames: readonly string[],
  settings: ImportProcess,
): Promise<void> {
  await run({ network, folders, modelNames }, network.path, settings);
}

/**
 * @returns the folder it is in now
 * @throws EngineError as `importModel`; models/timed-out; DOMException AbortError
 */
export async function importModelApart(
  model: string,
  library: string,
  taken: readonly string[],
  settings: ImportProcess,
): Promise<string> {
  // A process that is ended during its work leaves nothing in the library. No model has such a name.
  const draft = join(library, `${randomUUID()}.part`);
  try {
    await removeForgotten(library);
    await mkdir(draft, { recursive: true });
    const name = basename(await run<string>({ model, library: draft, taken }, model, settings));
    await rename(join(draft, name), join(library, name));
    return join(library, name);
  } catch (cause) {
    if (cause instanceof EngineError || (cause as Error).name === 'AbortError') throw cause;
    throw new EngineError(
      'models/write-failed',
      `The model cannot be written to ${library}: ${(cause as Error).message}. Free some space or allow writing there.`,
      { cause },
    );
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function run<T>(request: ImportRequest, path: string, settings: ImportProcess): Promise<T> {
  const { script, signal } = settings;
  const sizeBytes = (await stat(path).catch(() => null))?.size ?? 0;
  const limitMs = settings.limitMs ?? TRIAL_MS + limitMsFor(sizeBytes);
  return inOwnProcess(request, {
    ...{ script, signal, limitMs, memoryMb: MEMORY_MB },
    ended: (late) => (late ? tooLate(path, limitMs) : crashed(path)),
  });
}

async function removeForgotten(library: string): Promise<void> {
  for (const name of await readdir(library).catch(() => [])) {
    const path = join(library, name);
    const changedMs = name.endsWith('.part') ? (await stat(path).catch(() => null))?.mtimeMs : undefined;
    if (changedMs !== undefined && Date.now() - changedMs > FORGOTTEN_MS)
      await rm(path, { recursive: true, force: true });
  }
}

const tooLate = (path: string, limitMs: number) =>
  new EngineError(
    'models/timed-out',
    `${path} could not be read and tried within ${Math.round(limitMs / 1000)} s, so it is not added. Try again when the machine is less busy. If that does not help, the file may have been made to hang: get it from where it was made.`,
  );

const crashed = (path: string) =>
  new EngineError(
    'models/invalid',
    `Reading ${path} ended by itself, so it is not added: it is damaged, or it needs more than ${MEMORY_MB / 1024} GB of memory. Check that it is the right file.`,
  );
