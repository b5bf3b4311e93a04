/** What the audit log says of a record: written when it is stored, and made again by every check of the case. */
import type { RecordContents, RecordKind, StoredRecord } from '../../shared/notebook.ts';
import { correctionsWithout } from '../../shared/people.ts';
import { canonicalJson } from '../support/canonical-json.ts';
import { sha256Of } from '../support/sha256.ts';
import type { AuditEntry } from './audit-log.ts';

export type RecordEntry = Pick<AuditEntry, 'action' | 'detail'>;

/**
 * Without the author, which every entry has.
 * @param before the content that the subject had until then
 */
export function recordEntry<K extends RecordKind>(
  record: StoredRecord<K>,
  before: RecordContents[K] | null,
): RecordEntry {
  const { id, kind, subject, evidenceId, content, cause, target } = record;
  return {
    action: `${kind}-${content === null ? 'removed' : 'stored'}`,
    detail: {
      ...(evidenceId === null ? {} : { evidenceId }),
      ...(target === null ? {} : { [cause]: target }),
      ...{ recordId: id, recordSha256: digestOf(record), subject },
      ...(kind === 'people'
        ? changedCorrections(before as CorrectionList, content as CorrectionList)
        : { old: before, new: content }),
    },
  };
}

type CorrectionList = RecordContents['people'] | null;

/** Both whole lists, in each entry, would make the log grow with the square of their length. */
function changedCorrections(before: CorrectionList, after: CorrectionList) {
  const without = (list: CorrectionList, other: CorrectionList): CorrectionList =>
    list && { corrections: correctionsWithout(list.corrections, other?.corrections ?? []) };
  return { old: without(before, after), new: without(after, before) };
}

/** Over all columns. The names and their order in canonical JSON are part of the format: the audit log has the digests. */
const digestOf = ({
  id,
  kind,
  subject,
  evidenceId,
  content,
  author,
  at,
  cause,
  target,
}: StoredRecord<RecordKind>): string =>
  sha256Of(canonicalJson({ id, kind, subject, evidenceId, content, author, at, cause, target }));
