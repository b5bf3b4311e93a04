/** What the window says while files are added, and of those that were not. */
import type { AddedEvidence } from '../../src-main/shared/case.ts';
import type { Progress } from '../../src-main/shared/domain.ts';
import { pathText } from '../../src-main/shared/path-text.ts';
import { texts } from '../texts/texts.ts';
import { formatCount } from './format.ts';

export function addingText({ stage, done, total }: Progress): string {
  if (total === null) return texts.start.lookingForVideosFilesSo({ files: done });
  const counts = texts.start.doneOfFiles({ done: formatCount(done), files: total });
  return stage === 'save'
    ? texts.start.addingCounts({ counts })
    : texts.start.lookingForVideosCountsLooked({ counts });
}

/** A notice for each way in which files were not added. */
export function notAdded({ ignored, unreadable }: Pick<AddedEvidence, 'ignored' | 'unreadable'>) {
  return [
    {
      kind: 'warning' as const,
      title: texts.start.filesWereNotAdded({ count: ignored.length }),
      text: texts.start.theyAreNotVideosOr,
      code: null,
      list: ignored.map(pathLine),
    },
    {
      kind: 'error' as const,
      title: texts.start.filesOrFoldersWereNot({ count: unreadable.length }),
      text: texts.start.lookAtEachReasonWhat,
      // What was named outright has a code of its own in each reason.
      code: unreadable.every(({ reason }) => reason.endsWith(']')) ? null : 'media/unreadable',
      list: unreadable.map(pathLine),
    },
  ].filter(({ list }) => list.length > 0);
}

export const pathLine = ({ path, reason }: AddedEvidence['ignored'][number]): string =>
  `${pathText(path)}: ${reason}`;
