/** Adds files to the open case: finds the videos and pictures among what the user named, then writes them to the case. */
import { stat } from 'node:fs/promises';
import type { AddedEvidence } from '../../shared/case.ts';
import type { Progress } from '../../shared/domain.ts';
import { EngineError } from '../../shared/errors.ts';
import { findMedia, reasonOf, type MediaSearch } from '../media/find-media.ts';
import { lookInto } from '../media/look-into.ts';
import { diskPath } from '../media/path-bytes.ts';
import { byContent } from '../media/recognise-media.ts';
import { filesOfCase } from '../reports/write-whole.ts';
import { inParallel } from '../support/in-parallel.ts';
import type { Toolbox } from '../toolbox.ts';
import type { CurrentCase, OpenCase } from './current-case.ts';
import type { KnownComputers } from '../cases/known-computers.ts';
import { stoppable } from './stoppable.ts';

export type AddedFiles = Pick<AddedEvidence, 'added' | 'unreadable'>;

export interface Adding {
  /** What `addEvidence` would add for these paths; needs no open case. */
  findMedia(paths: readonly string[]): Promise<MediaSearch>;
  /**
   * Adds files that `findMedia` found. A file that no longer exists is listed with the reason.
   * @throws EngineError case/none-open if the case is closed meanwhile; files added until then stay
   */
  addFiles(files: readonly string[]): Promise<AddedFiles>;
  /** Finds and adds. @throws EngineError as addFiles; case/cancelled when it was stopped, and then nothing is added */
  addEvidence(paths: readonly string[]): Promise<AddedEvidence>;
  /** As long as files are looked into, which takes most of the time. */
  stopAdding(): void;
}

/** One transaction waits for the disk once. So many files take a moment in which the engine answers nothing else. */
const FILES_AT_ONCE = 200;
const STATS_AT_ONCE = 16;

/** Files are looked into faster than anybody reads. */
const TELL_EVERY_MS = 100;

export function createAdding(
  { signal, known }: { signal?: AbortSignal | undefined; known: KnownComputers },
  toolbox: Pick<Toolbox, 'ffmpeg'>,
  current: CurrentCase,
  tell: (progress: Progress) => void,
): Adding {
  const additions = stoppable(signal);

  /** Without ffmpeg, files are recognised only by their first bytes. */
  async function look(
    paths: readonly string[],
    stopped = signal,
    onProgress?: (done: number, total: number | null) => void,
  ): Promise<MediaSearch> {
    const tools = await toolbox.ffmpeg().catch(() => null);
    const recognise = byContent(tools && ((path) => lookInto(path, tools, { signal: stopped })));
    const open = current.summary();
    const ownFiles = open ? await filesOfCase(open.path) : [];
    return findMedia(paths, { recognise, signal: stopped, ownFiles, onProgress });
  }

  async function addFiles(
    files: readonly string[],
    opened: OpenCase = current.opened(),
    onProgress?: (done: number, total: number) => void,
  ): Promise<AddedFiles> {
    const answer: AddedFiles = { added: [], unreadable: [] };
    known.add(files);
    for (let first = 0; first < files.length; first += FILES_AT_ONCE) {
      const paths = files.slice(first, first + FILES_AT_ONCE);
      const sizes = await sizesOf(paths);
      // Reading from the disk takes a while: the case may be closed by now, or another one open.
      if (!current.isOpen(opened)) throw closedMeanwhile(answer.added.length, files.length);
      opened.file.atOnce(() => {
        for (const path of paths) {
          const size = sizes.get(path)!;
          if (typeof size === 'string') answer.unreadable.push({ path, reason: size });
          else answer.added.push(opened.file.evidence.add({ path, sizeBytes: size }));
        }
      });
      onProgress?.(first + paths.length, files.length);
    }
    return answer;
  }

  return {
    findMedia: (paths) => look(paths),
    addFiles: (files) => addFiles(files),
    async addEvidence(paths) {
      const opened = current.opened();
      const told = seldom(tell);
      const { files, ignored, unreadable } = await additions.begin('Adding files')((stopped) =>
        look(paths, stopped, (done, total) => told({ stage: 'probe', done, total })),
      );
      const { added, unreadable: vanished } = await addFiles(files, opened, (done, total) =>
        told({ stage: 'save', done, total }),
      );
      return { added, ignored, unreadable: [...unreadable, ...vanished] };
    },
    stopAdding: () => additions.stop(),
  };
}

/** In bytes, or why a file has none, by path. */
async function sizesOf(paths: readonly string[]): Promise<ReadonlyMap<string, number | string>> {
  const sizes = new Map<string, number | string>();
  await inParallel(paths, STATS_AT_ONCE, async (path) => {
    const size = await stat(diskPath(path)).then(
      (stats) => stats.size,
      (error: unknown) => reasonOf(error),
    );
    sizes.set(path, size);
  });
  return sizes;
}

/** Passes on what is a new stage, and else only what comes a while after the last. */
function seldom(tell: (progress: Progress) => void): (progress: Progress) => void {
  let lastMs = -Infinity;
  let stage: string | null = null;
  return (progress) => {
    const now = performance.now();
    if (progress.stage === stage && now - lastMs < TELL_EVERY_MS) return;
    lastMs = now;
    stage = progress.stage;
    tell(progress);
  };
}

const closedMeanwhile = (added: number, of: number) =>
  new EngineError(
    'case/none-open',
    `The case was closed while files were being added: ${added} of ${of} are in it. Open it and add the files again.`,
  );
