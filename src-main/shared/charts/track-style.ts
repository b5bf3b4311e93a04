/** How a track is told apart from the others of its video: by colour, line and shape. */
import { seriesStyle, type SeriesStyle } from './series.ts';

/** Lengths of dashes and gaps, in px. */
const dashes = ['none', '7 3', '2 2.5', '10 3 2 3', '4 3', '7 2.5 2 2.5 2 2.5'] as const;

export interface TrackStyle extends SeriesStyle {
  dash: string;
}

/** @param index place of the track in its video; from the seventh on, a colour comes back with another line and shape */
export const trackStyle = (index: number): TrackStyle => {
  const series = seriesStyle(index);
  return { ...series, dash: dashes[series.shape % dashes.length]! };
};
