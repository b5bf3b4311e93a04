/** The facts of a frame as an examiner reads and copies them. */
import { timeText } from '../../src-main/shared/wording.ts';
import type { FrameFacts } from '../../src-main/shared/viewing.ts';
import { texts } from '../texts/texts.ts';
import { formatCount } from './format.ts';

export const ptsText = ({ pts, timeBase }: FrameFacts): string =>
  `${pts} × ${timeBase.num}/${timeBase.den} s`;

export const pictureText = ({ pictureType, key }: FrameFacts): string =>
  [pictureType ?? texts.media.unknown, ...(key ? [texts.media.keyFrame] : [])].join(', ');

export const durationText = ({ durationMs }: FrameFacts): string =>
  durationMs === null ? texts.media.none : `${Number(durationMs.toFixed(3))} ms`;

export const packetText = ({ packetBytes }: FrameFacts): string =>
  packetBytes === null ? texts.media.notKnown : `${formatCount(packetBytes)} B`;

/** One line that names the frame for good: file, frame, time stamp, time and the hash of its pixels; of a picture, file and hash. */
export function citation(name: string, facts: FrameFacts, still: boolean): string {
  const place = [
    texts.media.frameIndex({ frameIndex: facts.frameIndex }),
    `PTS ${ptsText(facts)}`,
    timeText(facts.ptsMs),
  ];
  const parts = [name, ...(still ? [] : place)];
  return [...parts, ...(facts.sha256 === null ? [] : [`SHA-256 ${facts.sha256}`])].join(', ');
}
