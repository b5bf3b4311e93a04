/** The HTML report as PDF: the same pages, made by whoever can lay HTML out, which the engine itself cannot. */
import type { PrintPdf } from '../../shared/case.ts';
import { EngineError } from '../../shared/errors.ts';
import { htmlReport } from './html.ts';
import type { Report } from './report.ts';

/** Unlike the other formats it has to be in memory whole, several times over. About 400 videos with their crops. */
const LARGEST_HTML = 200e6;

/** @throws EngineError report/no-printer */
export function requirePrinter(print: PrintPdf | undefined): PrintPdf {
  if (print) return print;
  throw new EngineError(
    'report/no-printer',
    'Only the window and the command line of an installed Exhibit can make a PDF: open the case in the window and press Report. Or write --format html and print that file.',
  );
}

/** @throws EngineError report/too-large, and what the printer throws */
export async function pdfReport(report: Report, print: PrintPdf): Promise<Uint8Array> {
  const pieces: string[] = [];
  let size = 0;
  for (const piece of htmlReport(report)) {
    size += piece.length;
    requireRoom(size, 'PDF');
    pieces.push(piece);
  }
  return print(pieces.join(''));
}

/**
 * @param size of the HTML so far, in characters
 * @throws EngineError report/too-large
 */
export function requireRoom(size: number, kind: 'PDF' | 'Word file'): void {
  if (size <= LARGEST_HTML) return;
  throw new EngineError(
    'report/too-large',
    `The case is too large for one ${kind}. Export the report as HTML, which has no limit, and print the pages that you need.`,
  );
}
