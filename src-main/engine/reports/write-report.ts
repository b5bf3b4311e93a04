/**
 * Writes a case's report to a file: whole or not at all, with its hash in the audit log, so that a report
 * handed over can be told from one that was changed later.
 */
import { createHash, randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { ReportFormat } from '../../shared/contract.ts';
import { EngineError } from '../../shared/errors.ts';
import type { ModelCard } from '../../shared/model-card.ts';
import type { CaseFile } from '../cases/case-file.ts';
import { csvReport } from './csv.ts';
import { htmlReport } from './html.ts';
import { jsonReport } from './json.ts';
import { reportOfCase, type Report } from './report.ts';

/** Each gives the report as pieces of text, a video at a time. */
const writers: Record<ReportFormat, (report: Report) => Iterable<string>> = {
  html: htmlReport,
  json: jsonReport,
  csv: csvReport,
};

/** @throws report/write-failed when the file can't be written, and what reading the case throws */
export async function writeReport(
  file: CaseFile,
  card: ModelCard,
  format: ReportFormat,
  path: string,
): Promise<{ path: string; sha256: string }> {
  const target = resolve(path);
  if (target === file.path) {
    throw new EngineError(
      'report/write-failed',
      'A report can’t be written over its own case. Choose another name.',
    );
  }
  const sha256 = await writeWhole(target, writers[format](await reportOfCase(file, card)));
  file.audit.append('report-written', { path: target, format, sha256 });
  return { path: target, sha256 };
}

/** @returns the SHA-256 of what was written */
async function writeWhole(target: string, pieces: Iterable<string>): Promise<string> {
  const unfinished = `${target}.${randomUUID().slice(0, 8)}.part`;
  const hash = createHash('sha256');
  try {
    const handle = await open(unfinished, 'wx');
    try {
      for (const piece of pieces) {
        hash.update(piece);
        await handle.writeFile(piece);
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(unfinished, target);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw writeFailure(error, target);
  }
  return hash.digest('hex');
}

const advice: Record<string, string> = {
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'its folder does not exist',
  EISDIR: 'there is a folder of that name',
  EACCES: 'there is no permission to write there',
  EPERM: 'there is no permission to write there, or another program has it open',
  EBUSY: 'another program has it open',
  EROFS: 'the disk can only be read',
  ENOSPC: 'the disk is full',
  ENAMETOOLONG: 'its name is too long',
};

/** Errors of the file system become the report's; those of the case, met while reading it, stay what they are. */
function writeFailure(error: unknown, target: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reason = advice[code];
  if (reason === undefined) return error;
  return new EngineError(
    'report/write-failed',
    `The report can't be written to ${target}: ${reason}. Choose another place.`,
    { cause: error },
  );
}
