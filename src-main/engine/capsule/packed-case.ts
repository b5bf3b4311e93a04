/** The case that goes into a capsule: a copy of all of it, or cut down to chosen files. */
import { rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ExtractCheck } from '../../shared/capsule.ts';
import { EngineError } from '../../shared/errors.ts';
import { viewCase, type CaseFile } from '../cases/case-file.ts';
import { extractCase } from '../cases/extract-case.ts';
import { tiedFrom } from '../cases/extract-faults.ts';
import { unknownFile } from '../reports/report.ts';
import { CASE_FILE, requireReadableLog, type CapsuleExtract } from './capsule-format.ts';

const WITHHELD_NAME = '[name withheld]';

export interface PackedCase {
  path: string;
  /** `casePath`: the name of the case file without its folders, which could name others; withheld where it names them itself. */
  extract: { contents: CapsuleExtract; told: ExtractCheck; casePath: string } | null;
}

/**
 * Everything is made from one copy: what is stored meanwhile is not in the capsule.
 * @param evidenceIds null for the whole case
 * @throws EngineError report/unknown-choice, capsule/broken-log, capsule/too-large, case/disk-full; the abort reason
 */
export async function packCase(
  file: CaseFile,
  folder: string,
  evidenceIds: readonly number[] | null,
  signal: AbortSignal,
): Promise<PackedCase> {
  const path = join(folder, CASE_FILE);
  if (evidenceIds === null) {
    file.copyTo(path);
    return { path, extract: null };
  }
  const whole = join(folder, 'whole.exhibit');
  file.copyTo(whole);
  try {
    const { files, removed } = await wholeCounts(whole, evidenceIds);
    const chosen = new Set(evidenceIds);
    const { hashes, shown, speaksOfOthers } = await extractCase(whole, chosen, path, signal);
    return {
      path,
      extract: {
        casePath: speaksOfOthers(basename(file.path)) ? WITHHELD_NAME : basename(file.path),
        contents: { files, removed, hashes },
        told: {
          ...{ inside: chosen.size, files, removed, entries: hashes.length, shown: shown.length },
          tiedFrom: tiedFrom(shown, hashes.length),
        },
      },
    };
  } finally {
    rmSync(whole, { force: true });
  }
}

/** What is wrong with the case may be wrong in what is left out, where nobody could see it. */
async function wholeCounts(
  path: string,
  evidenceIds: readonly number[],
): Promise<{ files: number; removed: number }> {
  const copy = viewCase(path);
  try {
    const listed = copy.evidence.list();
    if (evidenceIds.some((chosen) => !listed.some(({ id }) => id === chosen))) throw unknownFile();
    requireReadableLog(copy.audit.count());
    if (!(await copy.verify()).intact) throw brokenLog();
    return { files: listed.length, removed: copy.evidence.removed().length };
  } finally {
    copy.close();
  }
}

const brokenLog = () =>
  new EngineError(
    'capsule/broken-log',
    'The case does not agree with its audit log, and an extract could not show where. Write the capsule of the whole case.',
  );
