/** The subject of a record: it says which records are versions of one thing, so it has to agree with what they hold. */
import { likenessSubject } from '../../shared/likeness.ts';
import {
  conclusionSubject,
  exhibitSubject,
  impressionSubject,
  type AnyRecord,
  type RecordKind,
} from '../../shared/notebook.ts';
import { occlusionSubject } from '../../shared/occlusion.ts';
import { peopleSubject } from '../../shared/people.ts';

/** Who is at work is said anew, and a first impression stays the first. Without a name, later entries would be nobody's. */
const neverRemoved: readonly RecordKind[] = ['examiner', 'blind', 'impression'];

/** Whether the subject is the one that Exhibit gives the record; of a removed one, whether it can be. */
export function isItsSubject(record: AnyRecord): boolean {
  const { kind, subject, evidenceId, author } = record;
  if (record.content === null && neverRemoved.includes(kind)) return false;
  switch (kind) {
    case 'examiner':
    case 'details':
    case 'blind':
      return subject === kind;
    case 'exhibit':
      return subject === exhibitSubject(evidenceId!);
    case 'people':
      return subject === peopleSubject(evidenceId!);
    case 'note':
    case 'reference':
      return new RegExp(`^${kind}/[1-9]\\d*$`).test(subject);
    case 'impression':
      return subject === impressionSubject(evidenceId!, author);
    case 'conclusion': {
      const { content } = record;
      const isOf = (person: number | null) => subject === conclusionSubject(evidenceId!, { person, author });
      if (content !== null) return isOf(content.person);
      const [, , person = ''] = subject.split('/');
      return /^(video|\d+)$/.test(person) && isOf(person === 'video' ? null : Number(person));
    }
    case 'occlusion':
      return record.content !== null && subject === occlusionSubject(evidenceId!, record.content.faceId);
    case 'likeness':
      return record.content === null
        ? subject.startsWith(`likeness/${evidenceId}/`)
        : subject === likenessSubject(evidenceId!, record.content);
  }
}
