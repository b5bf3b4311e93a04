/** The time stamps of a case, as lines. */
import type { ListedTimeStamp } from '../shared/time-stamp.ts';
import { OWN_AUTHORITIES, timeStampText, TIME_STAMP_LIMITS } from '../shared/time-stamp-wording.ts';

/** @param isAsked whether the reader gave certificates to check them by */
export const timeStampLines = (timeStamps: readonly ListedTimeStamp[], isAsked: boolean): string[] => {
  if (timeStamps.length === 0)
    return isAsked ? ['stamped   NOT TRUSTED: the case has no time stamp that holds'] : [];
  return [
    ...timeStamps.flatMap((each) => [
      `stamped   ${timeStampText(each)}`,
      ...(each.distrust === null ? [] : [`stamped   NOT TRUSTED: ${each.distrust}`]),
    ]),
    `not told  ${isAsked ? '' : `${OWN_AUTHORITIES} `}${TIME_STAMP_LIMITS}`,
  ];
};
