/** Writes entries of the audit log as a table (CSV). The log has the hash of the file, as of every report. */
import { resolve } from 'node:path';
import { actionWords, detailText } from '../../shared/audit-wording.ts';
import type { LogLine } from '../../shared/audit.ts';
import type { CaseFault } from '../../shared/case.ts';
import type { CaseFile } from '../cases/case-file.ts';
import { requireOutputPlace } from '../support/output-place.ts';
import { csvLine } from '../../shared/csv.ts';
import { keptFiles, requireNoneOf, writeWhole } from './write-whole.ts';

/** @throws report/write-failed when the file can't be written, or is the case or its evidence; output/kept, output/exists */
export async function writeLog(
  file: CaseFile,
  lines: readonly LogLine[],
  path: string,
  overwrite: boolean,
): Promise<{ path: string; sha256: string }> {
  const target = resolve(path);
  await requireNoneOf(await keptFiles(file), target);
  await requireOutputPlace(target, overwrite);
  const log = (sha256: string) =>
    file.audit.append('log-written', { path: target, entries: lines.length, sha256 });
  const { faults } = await file.verify();
  const sha256 = await writeWhole(target, table(lines, faults), file.viewOnly ? undefined : log);
  return { path: target, sha256 };
}

/** @param faults what is wrong with the case; their lines are the last */
function* table(lines: readonly LogLine[], faults: readonly CaseFault[]): Iterable<string> {
  yield csvLine(['entry', 'at', 'author', 'action', 'evidence', 'what']);
  for (const line of lines) {
    const { seq, at, author, action, evidence } = line;
    yield csvLine([seq, at, author, actionWords(action), evidence, detailText(line)]);
  }
  for (const { problem } of faults) yield csvLine([null, null, null, 'audit log BROKEN', null, problem]);
}
