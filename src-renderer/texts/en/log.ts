/** The audit log, its check and its time stamps. */
import { countOf } from '../../../src-main/shared/wording.ts';
import type { Value } from '../value.ts';

export const log = {
  intactEntries: ({ entries }: { entries: number }) => `Intact, ${countOf(entries, 'entry', 'entries')}`,
  moreFaultsAReportLists: ({ count }: { count: number }) =>
    `${countOf(count, 'more fault')}; a report lists all`,
  checkAgain: 'Check again',
  newestHash: ({ head }: { head: Value }) => `Newest hash ${head}. Click to read the log.`,
  clickToReadTheLog: 'Click to read the log',
  auditLogNotChecked: 'Audit log not checked',
  auditLogIntactEntries: ({ entries }: { entries: number }) =>
    `Audit log intact, ${countOf(entries, 'entry', 'entries')}`,
  caseChangedFaults: ({ faults }: { faults: number }) => `Case changed: ${countOf(faults, 'fault')}`,
  timeStamps: 'Time stamps',
  storeAnAnswer: 'Store an answer…',
  whatATimeStampIs:
    'A time stamping authority (RFC 3161) confirms that the audit log had its present state at a certain time. Write a request, send it to an authority yourself, and store its answer here with the certificate that the authority publishes.',
  writeARequest: 'Write a request…',
  theAuditLogCouldNotBeRead: 'The audit log could not be read',
  theAuditLogWasNotExported: 'The audit log was not exported',
  writingTheAuditLog: 'Writing the audit log…',
  auditLogExported: 'Audit log exported',
  theTimeStampsCouldNotBeRead: 'The time stamps could not be read',
  theRequestWasNotWritten: 'The request was not written',
  requestWritten: 'Request for a time stamp written',
  theTimeStampWasNotStored: 'The time stamp was not stored',
  backToTheCase: 'Back to the case',
  auditLog: 'Audit log',
  export: 'Export',
  search: 'Search',
  searchTheLog: 'Search the log',
  author: 'Author',
  allAuthors: 'All authors',
  action: 'Action',
  allActions: 'All actions',
  countOfEntries: ({ count, total }: { count: Value; total: Value }) =>
    `${count} of ${total} entries, times in UTC`,
  entry: 'Entry',
  time: 'Time',
  what: 'What',
};
