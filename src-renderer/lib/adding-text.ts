/** What the window says while files are added, and of those that were not. */
import type { AddedEvidence } from '../../src-main/shared/case.ts';
import type { Progress } from '../../src-main/shared/domain.ts';
import { pathText } from '../../src-main/shared/path-text.ts';
import { countOf } from '../../src-main/shared/wording.ts';
import { formatCount } from './format.ts';

export function addingText({ stage, done, total }: Progress): string {
  if (total === null) return `Looking for videos: ${countOf(done, 'file')} so far…`;
  const counts = `${formatCount(done)} of ${countOf(total, 'file')}`;
  return stage === 'save' ? `Adding: ${counts}…` : `Looking for videos: ${counts} looked into…`;
}

/** A notice for each way in which files were not added. */
export function notAdded({ ignored, unreadable }: Pick<AddedEvidence, 'ignored' | 'unreadable'>) {
  return [
    {
      kind: 'warning' as const,
      title: `${countOf(ignored.length, 'file was', 'files were')} not added`,
      text: 'They are not videos or pictures.',
      code: null,
      list: ignored.map(pathLine),
    },
    {
      kind: 'error' as const,
      title: `${countOf(unreadable.length, 'file or folder was', 'files or folders were')} not added`,
      text: 'Look at each reason: what could not be recognised or read may be evidence.',
      // What was named outright has a code of its own in each reason.
      code: unreadable.every(({ reason }) => reason.endsWith(']')) ? null : 'media/unreadable',
      list: unreadable.map(pathLine),
    },
  ].filter(({ list }) => list.length > 0);
}

export const pathLine = ({ path, reason }: AddedEvidence['ignored'][number]): string =>
  `${pathText(path)}: ${reason}`;
