/** What a report is an extract of and who is redacted in it, as sentences. */
import { quoted } from '../../shared/foreign-text.ts';
import { countOf } from '../../shared/wording.ts';
import type { Report } from './report.ts';

type Chosen = Pick<Report, 'extract' | 'withheld' | 'redaction' | 'evidence'>;

/** Empty for the full report of a whole case. */
export const choiceTexts = ({ extract, withheld, redaction, evidence }: Chosen): string[] => [
  ...(withheld ?? []),
  ...(extract === null || withheld !== null ? [] : [extractText(extract, evidence.length)]),
  ...(redaction === null ? [] : [redactionText(redaction)]),
];

function extractText({ files, removed, person }: NonNullable<Report['extract']>, count: number): string {
  const which =
    person === null ? 'chosen by the examiner' : `those in which an examiner named ${quoted(person)}`;
  const left =
    removed === 0
      ? ''
      : ` ${countOf(removed, 'file')} removed from the case ${removed === 1 ? 'is' : 'are'} left out too.`;
  return (
    `This is an extract: ${count} of the ${countOf(files, 'file')} of the case, ${which}.${left} ` +
    'Counts are of these files. The sentences on the audit log, on the examiners and on their agreement are about the whole case.'
  );
}

const redactionText = ({ redacted, withheldNames }: NonNullable<Report['redaction']>): string =>
  `This is a disclosed version: ${countOf(redacted.length, 'person', 'people')} redacted. Each track of a face counts as one, so somebody may count several times. ` +
  `No picture shows a face of theirs that the analysis kept, and ${withheldNames.length === 0 ? 'no name' : countOf(withheldNames.length, 'name')} ${withheldNames.length < 2 ? 'is' : 'are'} withheld. ` +
  'The full report has the faces and the names.';
