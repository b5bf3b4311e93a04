/** How entries of the audit log read, in window and exported table. */
import { quoted } from './foreign-text.ts';
import type { LogLine } from './audit.ts';
import type { AnalysisParameters, Box } from './domain.ts';
import type { Likeness, Reference } from './likeness.ts';
import { likenessText, referenceText } from './likeness-wording.ts';
import type { Basis, NotePlace, RecordKind } from './notebook.ts';
import { correctionsChange } from './people-wording.ts';
import { occlusionText, type OcclusionMap } from './occlusion.ts';
import type { PeopleCorrections } from './people.ts';
import type { MeasuredRates } from './measured-rates.ts';
import { measuredRatesText } from './measured-rates-wording.ts';
import type { Reencoding } from './reencoding.ts';
import { reencodingText } from './reencoding-wording.ts';
import type { PersonPlace, RedactionEntry } from './report-choice.ts';
import type { SignOffStatement } from './sign-off.ts';
import { ownValue } from './own-value.ts';
import { opinionWords, placeText, regionText, subjectText } from './notebook-wording.ts';
import { countOf, outcomeWords, samplingText } from './wording.ts';

const caseActions: Record<string, string> = {
  'case-created': 'Case made',
  'case-opened': 'Case opened',
  'case-migrated': 'Case updated',
  'evidence-added': 'File added',
  'evidence-removed': 'File removed',
  'evidence-restored': 'File added again',
  'evidence-relocated': 'Moved file found',
  'evidence-hashed': 'MD5 and SHA-1 computed',
  'job-created': 'Batch of analyses asked for',
  'credentials-checked': 'Content Credentials checked again',
  'evidence-reencoded': 'Re-encoded copy scored',
  'rates-measured': 'Error rates measured',
  'analysis-started': 'Analysis began',
  'analysis-interrupted': 'Analysis interrupted',
  'analysis-finished': 'Analysis finished',
  'analysis-failed': 'Analysis failed',
  'report-written': 'Report written',
  'capsule-written': 'Capsule written',
  'log-written': 'Log exported',
  'signed-off': 'Signed off',
  'time-stamped': 'Time stamp stored',
};

const recordWords: Record<RecordKind, string> = {
  examiner: 'Examiner named',
  details: 'Case details',
  blind: 'Blind first',
  exhibit: 'Exhibit',
  note: 'Note',
  impression: 'First impression',
  conclusion: 'Conclusion',
  people: 'Corrected tracks',
  occlusion: 'Occlusion map',
  reference: 'Reference',
  likeness: 'Likeness',
};

/** "Note removed"; an action of a newer Exhibit as it stands in the log. */
export function actionWords(action: string): string {
  const kind = action.replace(/-(stored|removed)$/, '');
  const words = ownValue(recordWords, kind);
  if (words === undefined || kind === action) return ownValue(caseActions, action) ?? action;
  return `${words}${action.endsWith('-removed') ? ' removed' : ''}`;
}

/** What the entry says beside its action and its evidence, on one line. An entry that was edited may say anything. */
export function detailText(line: LogLine): string {
  try {
    return readText(line);
  } catch {
    return valueText(line.detail);
  }
}

function readText({ action, detail }: LogLine): string {
  if (detail['hidden'] === true) return 'Hidden until your first impression is stored';
  if (action === 'signed-off') return signOffText(detail);
  if (action === 'time-stamped') return timeStampedText(detail);
  if (action === 'job-created') return jobText(detail);
  if (action === 'rates-measured') return measuredRatesText(detail as unknown as MeasuredRates);
  if (action === 'evidence-reencoded') return reencodingText(detail as unknown as Reencoding);
  if (!('recordId' in detail)) return pairsText(detail);
  const { subject, old, new: stored, undo, redo } = detail;
  const kind = action.replace(/-(stored|removed)$/, '') as RecordKind;
  const why = undo === undefined ? (redo === undefined ? '' : ' (redone)') : ' (undone)';
  const change =
    kind === 'people'
      ? correctionsChange(listOf(old), listOf(stored))
      : (wordsOf(kind, stored) ??
        (stored === null ? removedText(kind, old) : contentChangeText(old, stored)));
  return `${subjectText(kind, String(subject))}${why}: ${change}`;
}

/** The signature itself and its key say nothing to a reader; `exhibit verify` checks them. */
function signOffText({ statement }: Members): string {
  const { role, name, entries, document } = statement as SignOffStatement;
  const written = document === null ? '' : `, and ${document.path} (SHA-256 ${document.sha256})`;
  return `${name}, ${role}, signs entries 1 to ${entries}${written}`;
}

/** The answer and its certificates say nothing to a reader; `exhibit verify` checks them. */
const timeStampedText = ({ entries, head, at }: Members): string =>
  `entry ${valueText(entries)} (${valueText(head)}) existed at ${valueText(at)}`;

/** How many files alone: the numbers of a whole folder would fill the line. */
function jobText({ jobId, evidenceIds, parameters }: Members): string {
  const { sampling, minFacePx, detectSizePx, stream, maxFaces } = parameters as AnalysisParameters;
  return [
    `batch ${valueText(jobId)} of ${countOf((evidenceIds as unknown[]).length, 'file')}`,
    samplingText(sampling),
    `smallest face ${minFacePx} px`,
    detectSizePx === null ? 'frames in full size' : `frames scaled down to ${detectSizePx} px`,
    ...(stream === undefined ? [] : [`video stream ${stream}`]),
    ...(maxFaces === undefined ? [] : [`at most ${countOf(maxFaces, 'face')} in one frame`]),
  ].join('; ');
}

const removedText = (kind: RecordKind, old: unknown): string =>
  `removed; it was ${wordsOf(kind, old) ?? pairsText(old as Members)}`;

/** What the machine made, or completed, as a sentence; null for what is said member by member. */
function wordsOf(kind: RecordKind, stored: unknown): string | null {
  if (stored === null || stored === undefined) return null;
  if (kind === 'occlusion') return occlusionText(stored as OcclusionMap);
  if (kind === 'likeness') return likenessText(stored as Likeness);
  return kind === 'reference' ? referenceText(stored as Reference) : null;
}

const listOf = (content: unknown) => (content as PeopleCorrections | null)?.corrections ?? [];

type Members = Readonly<Record<string, unknown>>;

/** What is no plain text, in the words that the window has for it. */
function memberText(name: string, value: unknown): string {
  if (value === null || value === undefined) return '';
  if (name === 'place') return placeText(value as NotePlace);
  if (name === 'region') return regionText(value as Box);
  if (name === 'opinion') return ownValue(opinionWords, String(value)) ?? valueText(value);
  if (name === 'redaction') return redactionText(value as RedactionEntry);
  if (name === 'basis') return basisText(value as Basis);
  if (name === 'outcome') return ownValue(outcomeWords, String(value)) ?? valueText(value);
  return name === 'sizeBytes' ? countOf(Number(value), 'byte') : valueText(value);
}

const memberNames: Record<string, string> = {
  findingId: 'finding',
  findingSha256: 'digest of the finding',
  old: 'old path',
  md5: 'MD5',
  sha1: 'SHA-1',
  sha256: 'SHA-256',
  sizeBytes: 'size',
};

/** Other names are words already, but for the capitals inside. */
const nameText = (name: string): string =>
  ownValue(memberNames, name) ?? name.replaceAll(/[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`);

const redactionText = ({ disclosed, redacted, withheldNames }: RedactionEntry): string => {
  const placesText = (places: readonly PersonPlace[]) =>
    places.map(({ evidenceId, track }) => `track ${track} of evidence ${evidenceId}`).join(', ') || 'nobody';
  const names = withheldNames.length === 0 ? '' : `; names withheld: ${withheldNames.join(', ')}`;
  return (
    `${countOf(redacted.length, 'person', 'people')} redacted: ${placesText(redacted)}; ` +
    `disclosed: ${placesText(disclosed)}${names}`
  );
};

const basisText = ({ findingId }: Basis): string =>
  findingId === null ? 'no finding' : `finding ${findingId}`;

/** Only what differs, each with the old and the new value. */
function contentChangeText(old: unknown, stored: unknown): string {
  if (old === null || old === undefined) return pairsText(stored as Members);
  const before = old as Members;
  return Object.entries(stored as Members)
    .filter(([name, value]) => memberText(name, value) !== memberText(name, before[name]))
    .map(
      ([name, value]) =>
        `${nameText(name)}: ${quoted(memberText(name, before[name]))} → ${quoted(memberText(name, value))}`,
    )
    .join('; ');
}

const pairsText = (members: Members): string =>
  Object.entries(members)
    .map(([name, value]) => [name, memberText(name, value)] as const)
    .filter(([, text]) => text !== '')
    // A line is cut off where the window is small: digits that nobody reads come last.
    .sort(([a], [b]) => Number(isHash(a)) - Number(isHash(b)))
    .map(([name, text]) => `${nameText(name)}: ${text}`)
    .join('; ');

const isHash = (name: string) => /sha256$/i.test(name);

function valueText(value: unknown): string {
  if (typeof value === 'string') return value.replaceAll(/\s+/g, ' ');
  if (Array.isArray(value)) return value.map(valueText).join(', ');
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'object') return Object.values(value).map(valueText).filter(Boolean).join(' ');
  return String(value);
}
