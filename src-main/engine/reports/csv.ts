/** The report as a table for other programs: RFC 4180, one row per video, removed ones last, times in UTC, decimal points. */
import { csvLine } from '../../shared/csv.ts';
import { CREDENTIALS_LIMITS, laterCheckText } from '../../shared/credentials-wording.ts';
import { pathText } from '../../shared/path-text.ts';
import { placeText } from '../../shared/notebook-wording.ts';
import type { ChainCheck } from '../../shared/case.ts';
import type { Verdict } from '../../shared/domain.ts';
import { credentialsText } from '../../shared/structure-wording.ts';
import { supportText } from '../../shared/verbal-scale.ts';
import { correctionText } from '../../shared/people-wording.ts';
import {
  countedPeople,
  keyOf,
  type Correction,
  type People,
  type PlacedCorrection,
} from '../../shared/people.ts';
import { isAboutOthers, type Present } from '../../shared/notebook.ts';
import { measuredRatesTexts } from '../../shared/measured-rates-wording.ts';
import { likenessRemarks, likenessText, referenceText } from '../../shared/likeness-wording.ts';
import { choiceTexts } from './choice-wording.ts';
import type { ReportedConclusion, ReportedLikeness } from './reported-notebook.ts';
import { classifierOf, type Report, type ReportedRemoval, type ReportedVideo } from './report.ts';

type Cell = string | number | null;

const columns: readonly [string, (video: ReportedVideo) => Cell][] = [
  ['path', ({ row }) => pathText(row.path)],
  ['size_bytes', ({ row }) => row.sizeBytes],
  ['sha256', ({ row }) => row.sha256],
  ['md5', ({ oldHashes }) => oldHashes?.md5 ?? null],
  ['sha1', ({ oldHashes }) => oldHashes?.sha1 ?? null],
  ['state', ({ row }) => row.state],
  ['verdict', ({ finding }) => finding?.verdict.outcome ?? null],
  ['score', ({ finding }) => finding?.verdict.score ?? null],
  ['log10_likelihood_ratio', ({ finding }) => finding?.verdict.log10LikelihoodRatio ?? null],
  ['support', ({ finding }) => supportOf(finding?.verdict)],
  ['threshold', ({ finding }) => finding?.band.threshold ?? null],
  ['real_below', ({ finding }) => finding?.band.realBelow ?? null],
  ['fake_above', ({ finding }) => finding?.band.fakeAbove ?? null],
  ['reasons', ({ finding }) => finding?.verdict.reasons.join(' ') ?? null],
  ['tracks', ({ finding }) => finding?.tracks.length ?? null],
  ['faces', ({ finding }) => facesOf(finding)?.length ?? null],
  ['faces_scored', ({ finding }) => facesOf(finding)?.filter(({ score }) => score !== null).length ?? null],
  ['frames_used', ({ finding }) => finding?.frames.filter(({ skipped }) => skipped === null).length ?? null],
  [
    'frames_skipped',
    ({ finding }) => finding?.frames.filter(({ skipped }) => skipped !== null).length ?? null,
  ],
  ['duration_ms', ({ finding }) => finding?.media.durationMs ?? null],
  ['content_credentials', ({ finding }) => credentialsOf(finding)],
  ['content_credentials_later', ({ credentialCheck }) => credentialCheck && laterCheckText(credentialCheck)],
  [
    'content_credentials_limits',
    ({ finding, credentialCheck }) =>
      (credentialCheck ?? finding?.media.structure?.contentCredentials) ? CREDENTIALS_LIMITS : null,
  ],
  ['analysed_at', ({ finding }) => finding?.finishedAt ?? null],
  ['classifier', ({ finding }) => classifierOf(finding)?.name ?? null],
  ['classifier_sha256', ({ finding }) => classifierOf(finding)?.sha256 ?? null],
  ['nearest_condition', ({ quality }) => conditionCell(quality)],
  [
    'real_called_fake_there',
    ({ quality }) => quality?.row?.answers?.['likely-fake'].real.share.value ?? null,
  ],
  [
    'fake_called_real_there',
    ({ quality }) => quality?.row?.answers?.['likely-real'].fake.share.value ?? null,
  ],
  ['measured_rates', ({ measuredRates }) => measuredRates.flatMap(measuredRatesTexts).join(' ')],
  ['reencoded_step', ({ reencoding }) => reencoding?.step ?? null],
  ['reencoded_verdict', ({ reencoding }) => reencoding?.copy.outcome ?? null],
  ['reencoded_score', ({ reencoding }) => reencoding?.copy.score ?? null],
  ['provider', ({ finding }) => finding?.provider.name ?? null],
  ['exhibit', ({ finding }) => finding?.versions.exhibit ?? null],
  ['guests', ({ finding }) => finding?.guests.map(({ name }) => name).join('; ') ?? null],
  [
    'guest_verdicts',
    ({ finding }) => finding?.guests.map(({ verdict }) => verdict.outcome).join('; ') ?? null,
  ],
  [
    'guest_scores',
    ({ finding }) => finding?.guests.map(({ verdict }) => verdict.score ?? '').join('; ') ?? null,
  ],
  ['exhibit_number', ({ notes }) => notes.exhibit?.number ?? null],
  ['exhibit_source', ({ notes }) => notes.exhibit?.source ?? null],
  ['exhibit_acquisition', ({ notes }) => notes.exhibit?.acquisition ?? null],
  [
    'conclusions',
    ({ notes, people }) => notes.conclusions.map((each) => conclusionText(each, people)).join(' | '),
  ],
  ['first_impressions', ({ notes }) => notes.impressions.map(opinionText).join(' | ')],
  ['notes', ({ notes }) => notes.notes.map(noteText).join(' | ')],
  ['corrected_verdict', ({ people }) => (people?.key ? people.verdict.outcome : null)],
  ['corrected_score', ({ people }) => (people?.key ? people.verdict.score : null)],
  ['corrected_people', ({ people }) => (people?.key ? countedPeople(people.people).length : null)],
  [
    'corrections',
    ({ people, notes, finding }) =>
      (people?.corrections ?? notes.corrections)
        .map((each) => correctionCell(each, finding?.media.kind === 'still'))
        .join(' | '),
  ],
  ['references', ({ notes }) => notes.references.map(referenceCell).join(' | ')],
  ['likeness', ({ notes, people }) => notes.likenesses.map((each) => likenessCell(each, people)).join(' | ')],
  ['error_code', ({ row }) => row.error?.code ?? null],
  ['error_message', ({ row }) => row.error?.message ?? null],
];

const credentialsOf = (finding: ReportedVideo['finding']): Cell =>
  finding?.media.structure ? credentialsText(finding.media.structure) : null;

const conditionCell = (quality: ReportedVideo['quality']): Cell =>
  quality && (quality.measured ? (quality.row?.condition ?? 'none near') : 'not measured');

/** The columns of a file that was removed from the case: its state, and why. */
function removedCell(name: string, { path, sizeBytes, sha256, reason, author }: ReportedRemoval): Cell {
  const cells: Readonly<Record<string, Cell>> = {
    ...{ path: pathText(path), size_bytes: sizeBytes, sha256, state: 'removed' },
    notes: `${reason} (${author})`,
  };
  return cells[name] ?? null;
}

const opinionText = ({ author, content }: Present<'impression' | 'conclusion'>): string =>
  [author, content.opinion, content.confidence, content.reasons].filter(Boolean).join(': ');

const conclusionText = (conclusion: ReportedConclusion, people: People | null): string => {
  const { person, reviewed, basis } = conclusion.content;
  const remarks = [
    reviewed ? '' : 'draft',
    conclusion.outdated ? 'on an earlier finding' : '',
    !conclusion.outdated && isAboutOthers(basis, keyOf(people, person))
      ? 'before the tracks were corrected'
      : '',
  ].filter(Boolean);
  const which = person === null ? '' : `track ${person}, `;
  return `${which}${opinionText(conclusion)}${remarks.length === 0 ? '' : ` (${remarks.join(', ')})`}`;
};

const noteText = ({ author, content: { place, tags, text } }: Present<'note'>): string =>
  `${placeText(place)}${tags.length === 0 ? '' : ` [${tags.join(', ')}]`}: ${text} (${author})`;

const correctionCell = (
  { act, author, at, unused }: Correction & Partial<PlacedCorrection>,
  still: boolean,
): string => `${correctionText(act, still)} (${author}, ${at})${unused ? `, without effect: ${unused}` : ''}`;

const referenceCell = ({ author, at, content }: Present<'reference'>): string =>
  `${referenceText(content)} (${author}, ${at})`;

const likenessCell = (
  { author, at, content, outdated, otherReferences }: ReportedLikeness,
  people: People | null,
): string => {
  const { track, person, basis } = content;
  const otherFaces = isAboutOthers(basis, keyOf(people, track));
  const remarks = likenessRemarks({ outdated, otherFaces, otherReferences });
  return [`track ${track} to ${person}: ${likenessText(content)} (${author}, ${at})`, ...remarks].join('. ');
};

const facesOf = (finding: ReportedVideo['finding']) => finding?.tracks.flatMap(({ faces }) => faces);

const supportOf = (verdict?: Verdict): string | null =>
  verdict && verdict.log10LikelihoodRatio !== null ? supportText(verdict.log10LikelihoodRatio) : null;

/**
 * The last columns are of the whole report: a row that is copied into another table still says that it is of an extract,
 * or of a broken case.
 */
export function* csvReport(report: Report): IterableIterator<string> {
  const ofReport = [choiceTexts(report).join(' ') || 'full report', auditLogText(report.chain)];
  yield csvLine([...columns.map(([name]) => name), 'report', 'audit_log']);
  for (const video of report.videos())
    yield csvLine([...columns.map(([, cell]) => cell(video)), ...ofReport]);
  if (!report.chain.intact && report.evidence.length === 0 && report.removed.length === 0)
    yield csvLine([...columns.map(() => null), ...ofReport]);
  for (const removal of report.removed) {
    yield csvLine([...columns.map(([name]) => removedCell(name, removal)), ...ofReport]);
  }
}

const auditLogText = ({ intact, head, faults }: ChainCheck): string =>
  intact ? `intact, head ${head}` : `BROKEN: ${faults.map(({ problem }) => problem).join(' ')}`;
