/**
 * The report as one HTML page for reading and printing. It has no script and loads nothing; pictures and charts are
 * inside. The answer and what it is worth come first, then each video, then method and figures in full. It is written
 * one video at a time, so a large case does not have to fit into memory.
 */
import { basename } from 'node:path';
import { guestNames, type EvidenceRow } from '../../shared/case.ts';
import { countOf, outcomeWords, outcomes, scoreText } from '../../shared/wording.ts';
import { resultText } from '../../shared/people-wording.ts';
import { opinionWords } from '../../shared/notebook-wording.ts';
import { annexSections, type AskedVideo } from './html-annex.ts';
import { choiceNotes, redactionSection } from './html-choice.ts';
import { integrity } from './html-integrity.ts';
import { caseSection } from './html-notebook.ts';
import { errorRateSections, methodSection, readingSection, worthSection } from './html-method.ts';
import { style } from './html-style.ts';
import { agencyHead, closingSection, leftOutNote, openingSection, templateFact } from './html-template.ts';
import { mark, verdictWord } from './html-verdict.ts';
import { videoSection } from './html-video.ts';
import { facts, html, Markup, table } from './markup.ts';
import { pathText } from '../../shared/path-text.ts';
import type { Report, ReportedRemoval } from './report.ts';
import type { NotesOfVideo, ReportedNotebook } from './reported-notebook.ts';
import { bytesText, instantText } from './wording.ts';

/** Enforced by the browser: even if a file name got into the markup, it could not load or run anything. */
const policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

export function* htmlReport(report: Report): IterableIterator<string> {
  const name = basename(report.casePath);
  yield html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <title>Report on ${name}</title>
        <style>
          ${new Markup(style)}
        </style>
      </head>
      <body>
        ${agencyHead(report)} ${summary(report, name)} ${openingSection(report)} ${worthSection(report)}
        ${caseSection(report.notebook)}
        <h2 class="findings">Findings</h2>
        ${readingSection}
      </body>
    </html>`.text;
  let number = 0;
  // All that the annex needs of a video: no finding is read a second time.
  const asked: AskedVideo[] = [];
  for (const video of report.videos()) {
    number += 1;
    yield videoSection(video, number, report).text;
    const { row, scrutiny, reencoding } = video;
    if (scrutiny !== null) asked.push({ number, name: row.name, scrutiny, reencoding });
  }
  yield html`${redactionSection(report)} ${methodSection(report)} ${errorRateSections(report)}`.text;
  for (const section of annexSections(asked)) yield section.text;
  yield html`${integrity(report)} ${closingSection(report)}</body></html>\n`.text;
}

function summary(report: Report, name: string): Markup {
  const { casePath, caseCreatedAt, createdAt, software, counts, evidence, removed, notebook } = report;
  const found = outcomes.map(
    (outcome) => html`<span><b>${counts[outcome]}</b> ${mark(outcome)} ${outcomeWords[outcome]}</span>`,
  );
  const failed = counts.failed > 0 ? html`<span><b>${counts.failed}</b> could not be analysed</span>` : null;
  const waiting = counts.waiting > 0 ? html`<span><b>${counts.waiting}</b> not analysed yet</span>` : null;
  return html`
    <header>
      <h1>Examination of video for face forgery</h1>
      <p class="soft">${titleOf(report)} ${name}</p>
    </header>
    ${choiceNotes(report)} ${leftOutNote(report)}
    ${facts([
      ['Case file', casePath],
      ['Case created', instantText(caseCreatedAt)],
      ['Report written', `${instantText(createdAt)}${software === null ? '' : `, ${software}`}`],
      ['Evidence', evidenceFact(evidence, notebook)],
      ['Corrected tracks', correctedFact(evidence)],
      ['Template', templateFact(report)],
    ])}
    <div class="counts">${found}${failed}${waiting}</div>
    ${evidenceTable(evidence, notebook)} ${removed.length === 0 ? null : removedTable(removed)}
  `;
}

/** Who counts verdicts has to know which files are not questioned. */
function evidenceFact(evidence: readonly EvidenceRow[], notebook: ReportedNotebook): string {
  const references = evidence.filter((row) => isReference(notebook.of(row))).length;
  const files = countOf(evidence.length, 'file');
  return references === 0
    ? files
    : `${files}: ${evidence.length - references} questioned, ${countOf(references, 'known-genuine reference')}; the counts here are of all of them`;
}

/** A file with a declared face is questioned nevertheless where another of its faces was compared. */
const isReference = ({ references, likenesses }: NotesOfVideo): boolean =>
  references.length > 0 && likenesses.length === 0;

function roleText(notes: NotesOfVideo): string | null {
  if (isReference(notes)) return 'known-genuine reference';
  return notes.references.length > 0 ? 'questioned; holds a known-genuine reference' : null;
}

const titleOf = ({ extract, withheld, redaction }: Report): string =>
  [(extract ?? withheld) && 'Extract', redaction && 'Disclosed version', 'Case'].filter(Boolean).join(' · ');

/** The counts below are of the machine's verdicts. */
function correctedFact(evidence: readonly EvidenceRow[]): string | null {
  const count = evidence.filter(({ corrected }) => corrected !== null).length;
  return count === 0 ? null : `in ${countOf(count, 'file')}; the counts here are of the machine’s verdicts`;
}

/** A column for each detector that the lab brought, and one for the examiners where they concluded anything. */
function evidenceTable(evidence: readonly EvidenceRow[], notebook: ReportedNotebook): Markup {
  const guests = guestNames(evidence);
  const notes = evidence.map((row) => notebook.of(row));
  const concluded = notes.some(({ conclusions }) => conclusions.length > 0);
  return table(
    [
      ...['', 'File', 'Verdict', 'Score', ...guests, ...(concluded ? ['Examiner'] : [])],
      ...['Faces', 'SHA-256 and size'],
    ],
    evidence.map((row, index) => evidenceCells(row, index, { guests, concluded, notes: notes[index]! })),
  );
}

/** What is not in this report, and why. */
const removedTable = (removed: readonly ReportedRemoval[]): Markup => html`
  <h2>Removed from the case</h2>
  <p>These files were added and then taken off the list. The case file keeps what was found in them.</p>
  ${table(
    ['File', 'Removed', 'Reason', 'SHA-256'],
    removed.map(({ path, at, author, reason, sha256 }) => [
      pathText(path),
      `${instantText(at)} by ${author}`,
      reason,
      html`<span class="mono">${sha256 ?? 'unknown'}</span>`,
    ]),
  )}
`;

const conclusionCell = ({ conclusions }: NotesOfVideo): Markup | string =>
  conclusions.length === 0
    ? '–'
    : html`${conclusions
        .filter(({ content }) => content.person === null)
        .map(
          ({ content }) =>
            html`${opinionWords[content.opinion]}${content.reviewed ? null : ' (draft)'}<br />`,
        )}`;

function guestCell({ guests }: EvidenceRow, name: string): Markup | string {
  const guest = guests.find((each) => each.name === name);
  return guest ? html`${verdictWord(guest.outcome)} ${scoreText(guest.score)}` : '–';
}

const evidenceCells = (
  row: EvidenceRow,
  index: number,
  { guests, concluded, notes }: { guests: readonly string[]; concluded: boolean; notes: NotesOfVideo },
) => [
  index + 1,
  html`<a href="#video-${index + 1}">${row.name}</a>${
      notes.exhibit?.number ? html`<br /><span class="soft">${notes.exhibit.number}</span>` : null
    }${roleText(notes) === null ? null : html`<br /><span class="soft">${roleText(notes)}</span>`}`,
  stateOf(row),
  row.state === 'done' ? scoreText(row.score) : '–',
  ...guests.map((name) => guestCell(row, name)),
  ...(concluded ? [conclusionCell(notes)] : []),
  row.state === 'done' ? `${row.faceCount ?? 0} in ${countOf(row.framesUsed ?? 0, 'frame')}` : '–',
  html`<span class="mono">${row.sha256 ?? 'unknown'}</span><br /><span class="soft"
      >${bytesText(row.sizeBytes)}</span
    >`,
];

function stateOf(row: EvidenceRow): Markup | string {
  if (row.state === 'done' && row.outcome) {
    const { corrected } = row;
    return html`${verdictWord(row.outcome)}${
      corrected && html`<br /><span class="soft">corrected: ${resultText(corrected)}</span>`
    }`;
  }
  return row.error ? 'Could not be analysed' : 'Not analysed';
}
