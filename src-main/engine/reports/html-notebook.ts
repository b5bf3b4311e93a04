/** What examiners wrote down, in the HTML report: the case and its propositions, conclusions apart from the machine's. */
import {
  agreementText,
  confidenceWords,
  detailWords,
  opinionSentences,
  personText,
  placeText,
  regionText,
} from '../../shared/notebook-wording.ts';
import {
  isAboutOthers,
  type Agreement,
  type CaseDetails,
  type Impression,
  type NotePlace,
} from '../../shared/notebook.ts';
import { keyOf, type People } from '../../shared/people.ts';
import { countOf, percentText } from '../../shared/wording.ts';
import { facts, html, list, table, type Markup } from './markup.ts';
import type { NotesOfVideo, ReportedConclusion, ReportedNotebook } from './reported-notebook.ts';
import { instantText } from './wording.ts';

/** Who asked what, and which propositions are compared. */
export function caseSection({ details, examiners, blind, agreement }: ReportedNotebook): Markup | null {
  if (details === null && examiners.length === 0) return null;
  return html`
    <h2>The case</h2>
    ${facts([
      ...detailsOf(details),
      [examiners.length > 1 ? 'Examiners' : 'Examiner', examiners.join(', ') || null],
      [
        'Way of working',
        blind
          ? 'Blind first: each examiner had to store a first impression of a video. Only then did Exhibit show its scores and verdicts, and what others wrote about it.'
          : null,
      ],
      ['Agreement', agreement.length === 0 ? null : list(agreement.map(agreementLine))],
    ])}
  `;
}

const detailsOf = (details: CaseDetails | null): [string, string | null][] =>
  Object.entries(detailWords).map(([name, word]) => [word, details?.[name as keyof CaseDetails] || null]);

const agreementLine = (agreement: Agreement): string => {
  const { of, authors, videos, observed, leftOut } = agreement;
  const what = of === 'impression' ? 'first impressions' : 'conclusions';
  const left = leftOut === 0 ? '' : `; ${countOf(leftOut, 'video')} left out, where one could not say`;
  return `${authors.join(' and ')}, ${what} on ${countOf(videos, 'video')}: same answer on ${percentText(observed)}. ${agreementText(agreement)}${left}.`;
};

/** Conclusions, first impressions and notes on one video. */
export function examinerSection(
  { conclusions, impressions, notes }: NotesOfVideo,
  people: People | null,
): Markup {
  return html`
    ${conclusions.length + impressions.length === 0 ? null : html`<h4>What the examiner concludes</h4>`}
    ${conclusions.map((conclusion) => conclusionBlock(conclusion, people))}
    ${impressions.map(
      ({ content, author, at }) => html`
        <p class="soft">First impression by ${author}, ${instantText(at)}: ${opinionText(content)}</p>
      `,
    )}
    ${notes.length === 0 ? null : html`<h4>Marks and notes</h4>`}
    ${
      notes.length === 0
        ? null
        : table(
            ['Where', 'Tags', 'Text', 'By'],
            notes.map(({ content: { place, region, tags, text }, author, at }) => [
              html`${placeText(place)}${isOfOtherFaces(place, people) ? ' (with other faces then)' : null}${region ? html`<br /><span class="soft">${regionText(region)}</span>` : null}`,
              tags.join(', '),
              text,
              html`${author}<br /><span class="soft">${instantText(at)}</span>`,
            ]),
          )
    }
  `;
}

/** Whether the track that a note is about has other faces now. */
const isOfOtherFaces = (place: NotePlace, people: People | null): boolean =>
  place.kind === 'track' && isAboutOthers(place, keyOf(people, place.track));

const opinionText = ({ opinion, confidence, reasons }: Impression): string =>
  `${opinionSentences[opinion]} ${confidenceWords[confidence]}.${reasons === '' ? '' : ` ${reasons}`}`;

function conclusionBlock(
  { content, author, at, earlier, outdated }: ReportedConclusion,
  people: People | null,
): Markup {
  const { person, basis, reviewed, opinion, confidence, reasons } = content;
  return html`
    <div class="result">
      <span><b>${personText(person)}</b>, ${author}, ${instantText(at)}${reviewed ? null : ' (draft)'}</span>
      <p><b>${opinionSentences[opinion]}</b> ${confidenceWords[confidence]}.</p>
      ${reasons === '' ? null : html`<p>${reasons}</p>`}
      ${
        outdated
          ? html`<p>
              The video was analysed again, or the file changed, after this conclusion; it does not speak of
              the newest finding.
            </p>`
          : null
      }
      ${
        !outdated && isAboutOthers(basis, keyOf(people, person))
          ? html`<p>
              The tracks were corrected after this conclusion, which is about the faces before that
              correction.
            </p>`
          : null
      }
      ${earlier === 0 ? null : html`<p class="soft">${countOf(earlier, 'earlier version')}, kept in the case.</p>`}
    </div>
  `;
}
