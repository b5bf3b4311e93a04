/** Time stamps of the open case: the request for one as a file, and what an authority answered, from files. */
import { resolve } from 'node:path';
import { EngineError } from '../../shared/errors.ts';
import type { ListedTimeStamp } from '../../shared/time-stamp.ts';
import type { CaseFile } from '../cases/case-file.ts';
import { requestNow, storeTimeStamp, timeStampsIn } from '../cases/time-stamps.ts';
import { keptFiles, requireNoneOf, writeWhole } from '../reports/write-whole.ts';
import { requireOutputPlace } from '../support/output-place.ts';
import { readBounded } from '../support/read-bounded.ts';

/** Answers and certificates have some kilobytes. */
const MAX_BYTES = 1_000_000;

/**
 * Writes a request for a time stamp of the log as it is now. Nothing is logged: the answer says what was asked.
 * @throws EngineError case/damaged where the log is not intact; output/kept, output/exists, report/write-failed
 */
export async function writeTimeStampRequest(
  file: CaseFile,
  path: string,
  overwrite: boolean,
): Promise<{ path: string; sha256: string; entries: number; head: string }> {
  const target = resolve(path);
  await requireNoneOf(await keptFiles(file), target);
  await requireOutputPlace(target, overwrite);
  const { faults } = await file.verify();
  if (faults.length > 0) {
    throw new EngineError(
      'case/damaged',
      `No request was written, because the case does not agree with its audit log: ${faults[0]!.problem} Use a backup copy of the case.`,
    );
  }
  const { request, entries, head } = requestNow(file.audit);
  return { path: target, sha256: await writeWhole(target, [request]), entries, head };
}

/** @param paths of the answer, and of the authority's certificates. @throws EngineError as `storeTimeStamp` */
export async function storeAnswer(
  file: CaseFile,
  [response, authorities]: readonly [string, string],
): Promise<ListedTimeStamp> {
  return storeTimeStamp(file.audit, await readSmall(response), await readSmall(authorities));
}

/** @param authorities file of certificates that have to vouch for them. @throws EngineError stamp/unreadable */
export const listTimeStamps = async (file: CaseFile, authorities?: string): Promise<ListedTimeStamp[]> =>
  timeStampsIn(file.audit, authorities === undefined ? undefined : await readSmall(authorities));

async function readSmall(path: string): Promise<Uint8Array> {
  const unreadable = (why: string, cause?: unknown) =>
    new EngineError('stamp/unreadable', `${path} cannot be read: ${why}. Check the path.`, { cause });
  return readBounded(path, MAX_BYTES).catch((error: unknown) => {
    throw unreadable(error instanceof Error ? error.message : String(error), error);
  });
}
