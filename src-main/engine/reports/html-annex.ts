/** The opposing expert's annex in the HTML report, with the sensitivity of each answer in full. */
import type { StoredReencoding } from '../../shared/reencoding.ts';
import { REENCODING_HEADING, REENCODING_NOTE, reencodingTable } from '../../shared/reencoding-wording.ts';
import { SENSITIVITY_HEADING, SENSITIVITY_NOTE, sensitivityTable } from '../../shared/sensitivity-wording.ts';
import { annexParts, type AnnexPart } from './annex/annex-line.ts';
import { html, table, type Markup } from './markup.ts';
import type { Scrutiny } from './scrutiny.ts';

export const ANNEX_HEADING = 'Annex: what an opposing expert could ask';

/** Said once: no datum of a video tells it. */
export const ANNEX_NOTES = [
  'These lines are written by rule from the findings above and from the card of the model. Each names the datum that it rests on. ' +
    'Where a datum is missing, there is no line. A question that is missing here may still have no answer.',
  'Beauty filters, make-up and effects of an app are always possible: the card has no figures on them, and no datum of a video shows them.',
];

export const annexPartWords: Record<AnnexPart, string> = {
  failure: 'Where the model fails or may fail',
  untested: 'What was not examined or not measured',
  explanation: 'Other possible explanations: each fits a measured fact, but we do not know that it is true',
};

export const annexColumns = ['What is known', 'Datum', 'Question'];

export interface AskedVideo {
  /** Of its section in the report. */
  number: number;
  name: string;
  scrutiny: Scrutiny;
  reencoding: StoredReencoding | null;
}

/** One video at a time; nothing where no video has a finding. */
export function* annexSections(videos: readonly AskedVideo[]): IterableIterator<Markup> {
  if (videos.length === 0) return;
  yield html`<h2 class="annex">${ANNEX_HEADING}</h2>
    ${ANNEX_NOTES.map((note) => html`<p>${note}</p>`)}`;
  for (const { number, name, scrutiny, reencoding } of videos) {
    yield html`<h3>${number}. ${name}</h3>
      ${annexParts.map((part) => partTable(part, scrutiny))} ${answersTable(scrutiny)}
      ${reencodedTable(reencoding)}`;
  }
}

function partTable(part: AnnexPart, { annex }: Scrutiny): Markup | null {
  const lines = annex.filter((line) => line.part === part);
  if (lines.length === 0) return null;
  return html`
    <h4>${annexPartWords[part]}</h4>
    <div class="asked">
      ${table(
        annexColumns,
        lines.map(({ text, datum, question }) => [text, datum, question]),
      )}
    </div>
  `;
}

function answersTable({ sensitivity }: Scrutiny): Markup | null {
  if (sensitivity === null) return null;
  const { columns, rows } = sensitivityTable(sensitivity);
  return html`
    <h4>${SENSITIVITY_HEADING}</h4>
    <p>${SENSITIVITY_NOTE}</p>
    ${table(columns, rows)}
  `;
}

function reencodedTable(reencoding: StoredReencoding | null): Markup | null {
  if (reencoding === null) return null;
  const { columns, rows } = reencodingTable(reencoding);
  return html`
    <h4>${REENCODING_HEADING}</h4>
    <p>${REENCODING_NOTE}</p>
    ${table(columns, rows)}
  `;
}
