/** The time stamps of a case, as lines. */
import type { ListedTimeStamp } from '../shared/time-stamp.ts';
import { timeStampText } from '../shared/time-stamp-wording.ts';

export const timeStampLines = (timeStamps: readonly ListedTimeStamp[]): string[] =>
  timeStamps.flatMap((each) => [
    `stamped   ${timeStampText(each)}`,
    ...(each.distrust === null ? [] : [`stamped   NOT TRUSTED: ${each.distrust}`]),
  ]);
