/** What the window says while files are added, and of those that were not. */
import type { AddedEvidence } from '../../src-main/shared/case.ts';
import type { Progress } from '../../src-main/shared/domain.ts';
import { pathText } from '../../src-main/shared/path-text.ts';
import { texts } from '../texts/texts.ts';
import { formatCount } from './format.ts';

export function addingText({ stage, done, total }: Progress): string {
  if (total === null) return texts.start.lookingForVideos({ files: done });
  const counts = { done: formatCount(done), files: total };
  return stage === 'save' ? texts.start.addingFiles(counts) : texts.start.lookingIntoFiles(counts);
}

/** A notice for each way in which files were not added. */
export function notAdded({ ignored, unreadable }: Pick<AddedEvidence, 'ignored' | 'unreadable'>) {
  return [
    {
      kind: 'warning' as const,
      title: texts.start.filesWereNotAdded({ count: ignored.length }),
      text: texts.start.theyAreNotVideos({ count: ignored.length }),
      code: null,
      list: ignored.map(pathLine),
    },
    {
      kind: 'error' as const,
      title: texts.start.filesOrFoldersWereNotAdded({ count: unreadable.length }),
      text: texts.start.lookAtEachReason,
      // What was named outright has a code of its own in each reason.
      code: unreadable.every(({ reason }) => reason.endsWith(']')) ? null : 'media/unreadable',
      list: unreadable.map(pathLine),
    },
  ].filter(({ list }) => list.length > 0);
}

export const pathLine = ({ path, reason }: AddedEvidence['ignored'][number]): string =>
  `${pathText(path)}: ${reason}`;
