/**
 * Writes the report of a case to a file, completely or not at all. The audit log gets its hash, so a report that was
 * changed later can be detected.
 */
import { resolve } from 'node:path';
import type { PrintPdf, ReportFormat } from '../../shared/case.ts';
import { EngineError } from '../../shared/errors.ts';
import { wholeCase, type ReportChoice } from '../../shared/report-choice.ts';
import { templateFormats } from '../../shared/report-template.ts';
import type { ValidationRecord } from '../../shared/validation.ts';
import type { CaseFile } from '../cases/case-file.ts';
import { requireOutputPlace } from '../support/output-place.ts';
import { noRatios, type RatioOf } from '../people/finding-rules.ts';
import type { CoverFaces } from './covered-pictures.ts';
import { csvReport } from './csv.ts';
import { docxReport } from './docx.ts';
import { htmlReport } from './html.ts';
import { jsonReport } from './json.ts';
import { pdfReport, requirePrinter } from './pdf.ts';
import { redacted } from './redaction.ts';
import { reportOfCase, type Report } from './report.ts';
import { reportedPeople } from './reported-people.ts';
import { readTemplate } from './template.ts';
import { keptFiles, requireNoneOf, writeWhole } from './write-whole.ts';

/** Each writer gives the report as pieces of text, one video at a time. */
const writers: Record<Exclude<ReportFormat, 'pdf' | 'docx'>, (report: Report) => Iterable<string>> = {
  html: htmlReport,
  json: jsonReport,
  csv: csvReport,
};

interface ReportWish {
  format: ReportFormat;
  path: string;
  overwrite: boolean;
  print?: PrintPdf | undefined;
  ratioOf?: RatioOf;
  /** The last one of this installation; null where there is none. */
  validation?: ValidationRecord | null;
  choice?: ReportChoice;
  /** The folder of a template; it applies to what is read as pages. */
  template?: string | null;
  /** Left out, a disclosed version has no pictures of faces. */
  cover?: CoverFaces;
}

/**
 * The log entry is written before the file gets its name. So every finished report is in the log, even if the case is
 * closed or its disk becomes full meanwhile. A case that is open only for viewing gets no entry.
 * @param wish.print makes a PDF of HTML
 * @param wish.ratioOf for people whose tracks were corrected; left out, their likelihood ratio is not given
 * @param wish.template for the formats that one applies to; the others are written without it
 * @throws report/bad-template, report/write-failed if the file can't be written, output/kept, output/exists, report/no-printer,
 *   report/too-large, and the errors of reading the case
 */
export async function writeReport(
  file: CaseFile,
  wish: ReportWish,
): Promise<{ path: string; sha256: string }> {
  const { format, path, overwrite, print, choice = wholeCase } = wish;
  const target = resolve(path);
  const pieces = piecesFor(format, print);
  await requireNoneOf(await keptFiles(file), target);
  await requireOutputPlace(target, overwrite);
  const report = await chosenReport(file, wish);
  const log = (written: string) =>
    file.audit.append('report-written', {
      ...{ path: target, format, sha256: written },
      ...(choice.evidenceIds && { evidenceIds: choice.evidenceIds, person: choice.person }),
      ...(report.template && { template: { agency: report.template.agency, files: report.template.files } }),
      ...(report.redaction && { redaction: report.redaction }),
    });
  const sha256 = await writeWhole(target, await pieces(report), file.viewOnly ? undefined : log);
  return { path: target, sha256 };
}

async function chosenReport(
  file: CaseFile,
  {
    format,
    ratioOf = noRatios,
    validation = null,
    choice = wholeCase,
    template: folder = null,
    cover,
  }: ReportWish,
): Promise<Report> {
  await requireShown(file, choice);
  const isPage = templateFormats.some((each) => each === format);
  const report = {
    ...(await reportOfCase(file, ratioOf, validation, choice)),
    template: isPage && folder !== null ? await readTemplate(folder) : null,
  };
  const { disclosed } = choice;
  if (disclosed === null) return report;
  return redacted(report, file, { disclosed, cover: (isPage && cover) || null });
}

/** The report says that its files show the person: that is not believed of whoever asks for it. */
async function requireShown(file: CaseFile, { evidenceIds, person }: ReportChoice): Promise<void> {
  if (person === null) return;
  const people = await reportedPeople(file, () => undefined);
  const showing = new Set(
    people.flatMap(({ names, evidenceId }) => (names.includes(person) ? [evidenceId] : [])),
  );
  if (evidenceIds !== null && evidenceIds.every((id) => showing.has(id))) return;
  throw new EngineError(
    'report/unknown-choice',
    `A file that was chosen for the report does not show ${person}, as the case has it now. Choose again.`,
  );
}

type Pieces = Iterable<string | Uint8Array>;

function piecesFor(
  format: ReportFormat,
  print: PrintPdf | undefined,
): (report: Report) => Pieces | Promise<Pieces> {
  if (format === 'docx') return async (report) => [await docxReport(report)];
  if (format !== 'pdf') return writers[format];
  const printer = requirePrinter(print);
  return async (report) => [await pdfReport(report, printer)];
}
