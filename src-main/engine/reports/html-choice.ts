/** What is not in an HTML report: other files of the case in an extract, people in a disclosed version. */
import { groupedBy } from '../support/grouped.ts';
import { choiceTexts } from './choice-wording.ts';
import { html, table, type Markup } from './markup.ts';
import type { Report } from './report.ts';

/** For the first page. */
export const choiceNotes = (report: Report): Markup[] =>
  choiceTexts(report).map((text) => html`<p class="note">${text}</p>`);

/** Who is redacted, by the numbers of the report. */
export function redactionSection({ redaction, evidence }: Report): Markup | null {
  if (redaction === null) return null;
  const tracksOf = (people: typeof redaction.redacted) => {
    const byVideo = groupedBy(people, ({ evidenceId }) => evidenceId);
    return (id: number) =>
      byVideo
        .get(id)
        ?.map(({ track }) => track)
        .join(', ') ?? '–';
  };
  const [redacted, disclosed] = [tracksOf(redaction.redacted), tracksOf(redaction.disclosed)];
  const numbered = evidence.map(({ id, name }, index) => ({ id, name, number: index + 1 }));
  const told = numbered.filter(({ id }) => redacted(id) !== '–' || disclosed(id) !== '–');
  return html`
    <h2>Redaction</h2>
    <p>
      Faces of redacted people are left out, or filled where they are in the picture of somebody else; they
      are not blurred, because blurred faces have been recognised again. Only faces that the analysis kept can
      be redacted: where a frame has more than that, the smallest are not. Where a name was withheld, the text
      says so; each number stands for one name. Scores, verdicts, times and places of faces are those of the
      full report. The audit log of the case keeps who is redacted.
    </p>
    ${table(
      ['', 'File', 'Redacted tracks', 'Disclosed tracks'],
      told.map(({ id, name, number }) => [number, name, redacted(id), disclosed(id)]),
    )}
  `;
}
