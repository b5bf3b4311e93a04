/** How entries of the audit log read, in window and exported table. */
import type { LogLine } from './audit.ts';
import type { RecordKind } from './notebook.ts';
import { subjectText } from './notebook-wording.ts';

const caseActions: Record<string, string> = {
  'case-created': 'Case made',
  'case-opened': 'Case opened',
  'case-migrated': 'Case updated',
  'evidence-added': 'File added',
  'analysis-started': 'Analysis began',
  'analysis-interrupted': 'Analysis interrupted',
  'analysis-finished': 'Analysis finished',
  'analysis-failed': 'Analysis failed',
  'report-written': 'Report written',
  'log-written': 'Log exported',
};

const recordWords: Record<RecordKind, string> = {
  examiner: 'Examiner named',
  details: 'Case details',
  blind: 'Blind first',
  exhibit: 'Exhibit',
  note: 'Note',
  impression: 'First impression',
  conclusion: 'Conclusion',
};

/** "Note removed"; an action of a newer Exhibit as it stands in the log. */
export function actionWords(action: string): string {
  const kind = action.replace(/-(stored|removed)$/, '');
  if (!(kind in recordWords) || kind === action) return caseActions[action] ?? action;
  return `${recordWords[kind as RecordKind]}${action.endsWith('-removed') ? ' removed' : ''}`;
}

/** What the entry says beside its action and its evidence, on one line. */
export function detailText({ action, detail }: LogLine): string {
  if (detail['hidden'] === true) return 'Hidden until your first impression is stored';
  if (!('recordId' in detail)) return pairsText(detail);
  const { subject, old, new: stored, undo, redo } = detail;
  const kind = action.replace(/-(stored|removed)$/, '') as RecordKind;
  const why = undo === undefined ? (redo === undefined ? '' : ' (redone)') : ' (undone)';
  return `${subjectText(kind, String(subject))}${why}: ${changeText(old, stored)}`;
}

type Members = Readonly<Record<string, unknown>>;

/** Only what differs, each with the old and the new value. */
function changeText(old: unknown, stored: unknown): string {
  if (stored === null) return `removed; it was ${pairsText(old as Members)}`;
  if (old === null || old === undefined) return pairsText(stored as Members);
  const before = old as Members;
  return Object.entries(stored as Members)
    .filter(([name, value]) => valueText(value) !== valueText(before[name]))
    .map(([name, value]) => `${name}: ${quoted(before[name])} → ${quoted(value)}`)
    .join('; ');
}

const pairsText = (members: Members): string =>
  Object.entries(members)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => `${name}: ${valueText(value)}`)
    .join('; ');

const quoted = (value: unknown): string => `“${valueText(value)}”`;

function valueText(value: unknown): string {
  if (typeof value === 'string') return value.replaceAll(/\s+/g, ' ');
  if (Array.isArray(value)) return value.map(valueText).join(', ');
  if (value === null || value === undefined) return '';
  if (typeof value === 'object') return Object.values(value).map(valueText).filter(Boolean).join(' ');
  return String(value);
}
