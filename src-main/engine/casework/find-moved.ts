/** Finds evidence that was moved or renamed, by the SHA-256 that its analysis stored. */
import { stat } from 'node:fs/promises';
import type { EvidenceRow, MovedSearch } from '../../shared/case.ts';
import { EngineError } from '../../shared/errors.ts';
import { pathText } from '../../shared/path-text.ts';
import { countOf } from '../../shared/wording.ts';
import type { CaseFile } from '../cases/case-file.ts';
import { filesIn } from '../media/files-in.ts';
import { fingerprint } from '../media/fingerprint.ts';
import { diskPath } from '../media/path-bytes.ts';
import type { CurrentCase } from './current-case.ts';

/**
 * Looks into every file of the folder that is as large as a wanted one. What is found has its new path in the case at
 * once; two files may be the same, so a path is given to one of them only.
 * @throws EngineError case/none-open, also if the case is closed meanwhile; what was found until then stays
 */
export async function findMoved(
  current: CurrentCase,
  evidenceIds: readonly number[],
  folder: string,
  signal?: AbortSignal,
): Promise<MovedSearch> {
  const opened = current.opened();
  const { evidence } = opened.file;
  const rows = evidenceIds.map((id) => evidence.row(id));
  const inPlace = new Set<number>();
  for (const row of rows) if (await isInPlace(opened.file, row)) inPlace.add(row.id);
  const wanted = new Map(
    rows.filter(({ id, sha256 }) => sha256 !== null && !inPlace.has(id)).map((row) => [row.id, row]),
  );
  const taken = new Map(evidence.list().map(({ path, id }) => [path, id]));
  for (const { id, path } of evidence.removed()) taken.set(path, id);
  const found: EvidenceRow[] = [];
  const elsewhere = new Map<number, string>();
  let unreadable = 0;

  for await (const { path, sizeBytes } of filesIn(folder, () => (unreadable += 1))) {
    signal?.throwIfAborted();
    if (wanted.size === 0) break;
    const candidates = [...wanted.values()].filter((row) => row.sizeBytes === sizeBytes);
    if (candidates.length === 0) continue;
    const file = await fingerprint(path, { signal }).catch(() => null);
    signal?.throwIfAborted();
    if (!current.isOpen(opened)) throw closedMeanwhile();
    if (file === null) unreadable += 1;
    const same = candidates.filter(({ sha256 }) => sha256 === file?.sha256);
    const owner = taken.get(path);
    const row = owner === undefined ? same[0] : undefined;
    if (row) {
      found.push(evidence.relocate(row.id, path));
      taken.set(path, row.id);
      wanted.delete(row.id);
    }
    for (const { id } of same) elsewhere.set(id, path);
  }

  const missing = rows
    .filter(({ id }) => !found.some((row) => row.id === id))
    .map(({ id, sha256 }) => ({
      evidenceId: id,
      reason: inPlace.has(id) ? 'it is where the case says' : reasonOf(sha256, elsewhere.get(id), unreadable),
    }));
  return { found, missing };
}

/** Not where it may not be looked for. */
async function isInPlace({ reach }: CaseFile, { path, sizeBytes }: EvidenceRow): Promise<boolean> {
  try {
    const stats = await stat(diskPath(reach(path)));
    return stats.isFile() && stats.size === sizeBytes;
  } catch {
    return false;
  }
}

function reasonOf(sha256: string | null, elsewhere: string | undefined, unreadable: number): string {
  if (sha256 === null) {
    return 'it was never analysed, so its SHA-256 is not known; remove it and add the file anew';
  }
  if (elsewhere !== undefined) return `${pathText(elsewhere)} is the same file, and is in the case by itself`;
  const files = countOf(unreadable, 'file or folder', 'files or folders');
  return `no file with its SHA-256 is in the folder${unreadable === 0 ? '' : `; ${files} could not be read`}`;
}

const closedMeanwhile = () =>
  new EngineError('case/none-open', 'The case was closed during the search. Open it and search again.');
