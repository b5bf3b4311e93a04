/** One chart of the window, or the figures behind it, as a file. */
import writeFileAtomic from 'write-file-atomic';
import type { ChartFormat } from '../../shared/charts/chart-tables.ts';
import { EngineError } from '../../shared/errors.ts';
import { requireOutputPlace } from '../support/output-place.ts';
import { sha256Of } from '../support/sha256.ts';
import { openPng } from '../support/png.ts';

/**
 * @param content a whole SVG, also for PNG; or CSV
 * @throws EngineError report/write-failed; output/… for a place that may hold evidence or a case
 */
export async function writeChart(
  path: string,
  format: ChartFormat,
  content: string,
): Promise<{ path: string; sha256: string }> {
  await requireOutputPlace(path, true);
  const bytes = format === 'png' ? Buffer.from((await openPng())(content)) : Buffer.from(content);
  try {
    await writeFileAtomic(path, bytes);
  } catch (cause) {
    throw new EngineError(
      'report/write-failed',
      `The chart cannot be written to ${path}: ${(cause as Error).message}. Choose another place.`,
      { cause },
    );
  }
  return { path, sha256: sha256Of(bytes) };
}
