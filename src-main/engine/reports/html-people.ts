/** What examiners corrected in the tracks of a video, in the HTML report: the corrections, and the result beside the machine's. */
import type { StoredFinding } from '../../shared/case.ts';
import { correctedText, correctionText, personName, resultText } from '../../shared/people-wording.ts';
import {
  countedPeople,
  isAdded,
  type Correction,
  type People,
  type Person,
  type PlacedCorrection,
} from '../../shared/people.ts';
import { countOf, likelihoodRatioText, scoreText, timeText } from '../../shared/wording.ts';
import { verdictWord } from './html-verdict.ts';
import { html, list, table, type Markup } from './markup.ts';
import { instantText } from './wording.ts';

/** Stands before the machine's result of a video with corrections. */
export const machineHeading = html`<h4>As the machine found it</h4>`;

export const peopleSection = (finding: StoredFinding, people: People): Markup => html`
  <h4>Corrected by the examiner</h4>
  ${people.key === null ? html`<p>The corrections change no track: the result is the machine’s.</p>` : result(finding, people)}
  ${table(
    ['Correction', 'By', 'Effect'],
    people.corrections.map((each) => correctionRow(each, isStill(finding))),
  )}
`;

/** Of a video without a finding that they could apply to. */
export const keptCorrections = (corrections: readonly Correction[]): Markup => html`
  <h4>Corrections by the examiner</h4>
  <p>They are kept. There is no finding that they could apply to.</p>
  ${table(
    ['Correction', 'By'],
    corrections.map(({ act, author, at }) => [correctionText(act), byText(author, at)]),
  )}
`;

function result(finding: StoredFinding, { people, verdict, guests, corrections, ratioGap }: People): Markup {
  const machine = resultText(finding.verdict);
  const counts = {
    authors: corrections.map(({ author }) => author),
    ...{ people: countedPeople(people).length, tracks: finding.tracks.length },
  };
  const ratio = ratioGap ?? likelihoodRatioText(verdict.log10LikelihoodRatio);
  return html`
    <div class="result ${verdict.outcome}">
      ${verdictWord(verdict.outcome)}
      <span>${verdict.score === null ? 'No score' : `Score ${scoreText(verdict.score)}`}, corrected</span>
      ${list(verdict.reasons)} ${verdict.score === null ? null : html`<p>${ratio}</p>`}
      ${guests.map(({ name, verdict: said }) => html`<p>${resultText(said)} by ${name}</p>`)}
      <p class="soft">${correctedText(counts, machine)}. Both results stand in this report.</p>
    </div>
    ${table(
      ['Person', 'Tracks', ...(isStill(finding) ? [] : ['Time']), 'Faces', 'Score', 'Verdict', 'Reasons'],
      people.map((person) => personRow(person, isStill(finding))),
    )}
  `;
}

/** A picture has no times. */
const isStill = ({ media }: StoredFinding): boolean => media.kind === 'still';

function personRow(person: Person, still: boolean) {
  const { startMs, endMs, faces, verdict, noFace, key } = person;
  const scored = faces.filter(({ score }) => score !== null).length;
  return [
    `${personName(person)}${key === null ? '' : ' (corrected)'}`,
    sourceText(person),
    ...(still ? [] : [startMs === endMs ? timeText(startMs) : `${timeText(startMs)} to ${timeText(endMs)}`]),
    `${scored} of ${faces.length} scored`,
    scoreText(verdict.score),
    noFace === null ? verdictWord(verdict.outcome) : `No face (${noFace})`,
    verdict.reasons.join(' '),
  ];
}

/** Of a person's faces: the machine's tracks, and how many were added. */
function sourceText({ tracks, faces }: Person): string {
  const added = faces.filter(isAdded).length;
  const byHand = added === 0 ? [] : [`${countOf(added, 'face')} added by hand`];
  return [...(tracks.length === 0 ? [] : [tracks.join(', ')]), ...byHand].join('; ');
}

const byText = (author: string, at: string): Markup =>
  html`${author}<br /><span class="soft">${instantText(at)}</span>`;

const correctionRow = ({ act, author, at, unused }: PlacedCorrection, still: boolean) => [
  correctionText(act, still),
  byText(author, at),
  unused === null ? 'carried out' : `none. ${unused}`,
];
