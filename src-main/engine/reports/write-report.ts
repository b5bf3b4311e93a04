/**
 * Writes a case's report to a file: whole or not at all, with its hash in the audit log, so that a report
 * handed over can be told from one that was changed later.
 */
import { resolve } from 'node:path';
import type { ReportFormat } from '../../shared/case.ts';
import type { CaseFile } from '../cases/case-file.ts';
import { csvReport } from './csv.ts';
import { htmlReport } from './html.ts';
import { jsonReport } from './json.ts';
import { reportOfCase, type Report } from './report.ts';
import { filesOfCase, requireNoneOf, writeWhole } from './write-whole.ts';

/** Each gives the report as pieces of text, a video at a time. */
const writers: Record<ReportFormat, (report: Report) => Iterable<string>> = {
  html: htmlReport,
  json: jsonReport,
  csv: csvReport,
};

/**
 * The log names the report before the report takes its name: one that the case knows nothing of can't be
 * handed over, not even when the case is closed or its disk fills meanwhile.
 * A case that is only looked at can't log it.
 * @throws report/write-failed when the file can't be written, and what reading the case throws
 */
export async function writeReport(
  file: CaseFile,
  format: ReportFormat,
  path: string,
): Promise<{ path: string; sha256: string }> {
  const target = resolve(path);
  await requireNoneOf(
    [...(await filesOfCase(file.path)), ...file.evidence.list().map((row) => row.path)],
    target,
  );
  const pieces = writers[format](await reportOfCase(file));
  const log = (written: string) =>
    file.audit.append('report-written', { path: target, format, sha256: written });
  const sha256 = await writeWhole(target, pieces, file.viewOnly ? undefined : log);
  return { path: target, sha256 };
}
