/** How the last validation of an installation reads in a report. */
import type { ValidationRecord } from './validation.ts';
import { countOf } from './wording.ts';

export function validationText(record: ValidationRecord | null): string {
  if (record === null) {
    return 'The installation that wrote this report was not validated: “exhibit validate” checks it on known answers.';
  }
  const { at, versions, model, clips, faults } = record;
  const material =
    clips === null
      ? 'known answers'
      : `known answers and ${countOf(clips.real, 'real clip')} and ${countOf(clips.fake, 'fake clip')} of ${clips.table}`;
  const result = faults.length === 0 ? 'it passed' : `it did not pass: ${faults.join(' ')}`;
  return `The installation that wrote this report was validated on ${at} with Exhibit ${versions.exhibit} and the model ${model.name} (SHA-256 ${model.sha256}), on ${material}: ${result}.`.replace(
    /\.\.$/,
    '.',
  );
}
