/** Frames that a video announces and does not hold, and recordings that were joined, each as a sentence of the verdict. */
import type { MediaInfo } from '../../shared/domain.ts';
import type { FrameIndex } from './frame-index.ts';
import { hasEvenClock, JOIN_SECONDS } from './presentation-order.ts';
import type { Ending } from './structure-reader.ts';

/** Containers round times; a cut of less can't be told from that. */
const MISSING_MS = 500;
const MISSING_SHARE = 0.1;

/** Others name the length of the whole file, with its sound, or none, which ffprobe then computes. */
const namesStreamLength = /^(?:matroska|mov,mp4)/;

/**
 * What this stream's own header announces against this stream's packets; another stream's length says nothing here. In
 * a whole MP4 or MOV all announced frames are there: those that do not come are cut away by its edit list.
 * @param ending what the structure of the file says of its end
 */
export function missingFrames(
  { kind, container, video }: MediaInfo,
  index: Omit<FrameIndex, 'source' | 'keys' | 'timesMs'>,
  { cut, isOpen = false }: Ending,
): string[] {
  const { storedFrames, endMs, warnings, pts, timeBase } = index;
  if (kind !== 'video' || storedFrames === null) return [];
  // A streamed Matroska file does not say how long it is, but its last element does.
  if (cut === null && warnings.some((text) => text.includes('File ended prematurely'))) {
    return ['The file is cut short: its last element is incomplete.'];
  }
  if (isMp4(container) && cut === null && !isOpen) return [];
  // The count in an AVI's header includes places where a frame is repeated, and a pipe leaves it at any number.
  if (container === 'avi' && (cut === null || isOpen)) return [];
  if (video.frameCount !== null && video.frameCount > storedFrames) {
    const rest = isOpen ? 'is missing, or an edit list hides it' : 'is missing';
    return [
      `The video announces ${video.frameCount} frames, and ${storedFrames} are in the file: the rest ${rest}.`,
    ];
  }
  // The clock of joined recordings has no length; and what some containers call a length is when the stream ends.
  const startMs = Math.max(0, ((pts[0] ?? 0) * 1000 * timeBase.num) / timeBase.den);
  const announcedMs =
    namesStreamLength.test(container) && hasEvenClock(index) ? (video.durationMs ?? 0) - startMs : 0;
  if (announcedMs - endMs > MISSING_MS + MISSING_SHARE * announcedMs) {
    return [
      `The video announces ${seconds(announcedMs)} s, and its frames end after ${seconds(endMs)} s: the rest is missing.`,
    ];
  }
  return [];
}

/**
 * Where the clock starts again, a part begins: a segment of a recording or one of its own, which the clock cannot tell.
 * Where it steps back less than the part before is long, segments were put together, as streams are stored; where it
 * leaps forward, the recording may also have paused.
 */
export function joinsText({
  joins,
  timesMs,
  pts,
  timeBase,
}: Pick<FrameIndex, 'joins' | 'timesMs' | 'pts' | 'timeBase'>): string[] {
  const clockMs = (frame: number) => (pts[frame]! * 1000 * timeBase.num) / timeBase.den;
  const stepMs = (frame: number) => clockMs(frame) - clockMs(frame - 1);
  const goesOn = (frame: number, i: number) =>
    stepMs(frame) > -1000 * JOIN_SECONDS && clockMs(frame) - clockMs(joins[i - 1] ?? 0) > -stepMs(frame);
  const leaps = joins.filter((frame) => stepMs(frame) > 0);
  const segments = joins.filter((frame, i) => stepMs(frame) <= 0 && goesOn(frame, i));
  const restarts = joins.filter((frame) => !leaps.includes(frame) && !segments.includes(frame));
  const place = (frame: number) => `${seconds(timesMs[frame]!)} s (frame ${frame})`;
  const leap = (frame: number) => `${place(frame)} by ${seconds(stepMs(frame))} s`;
  return [
    ...(restarts.length === 0
      ? []
      : [
          `The video was joined from ${restarts.length + 1} parts, each a recording of its own or a segment of one: its clock starts again at ${listedPlaces(restarts.map(place))}. ` +
            'Times count from the start of the first part.',
        ]),
    ...(segments.length === 0
      ? []
      : [
          `The video was stored in segments, as for streaming, and its clock steps back a little between them: at ${listedPlaces(segments.map(place))}. ` +
            'Frames there may show a moment twice.',
        ]),
    ...(leaps.length === 0
      ? []
      : [
          `The clock of the video jumps forward at ${listedPlaces(leaps.map(leap))}: the recording paused there, or another recording follows. ` +
            'Times leave such gaps out.',
        ]),
  ];
}

const LISTED = 10;

export const listedPlaces = (places: readonly string[]): string =>
  places.slice(0, LISTED).join(', ') +
  (places.length > LISTED ? ` and ${places.length - LISTED} more places` : '');

/** Frames that an edit list cuts away: they are in the file, and no player shows them. */
export function hiddenFrames(
  { container, video }: MediaInfo,
  { pts, storedFrames }: Pick<FrameIndex, 'pts' | 'storedFrames'>,
  { cut, anotherAt, notReadFrom, isOpen = false }: Ending,
): number {
  // ffmpeg marks the frames of a recording that follows in the same way.
  if (anotherAt !== null || notReadFrom !== undefined) return 0;
  const inFile = cut === null && !isOpen && isMp4(container) ? (video.frameCount ?? 0) : 0;
  return storedFrames === null ? 0 : Math.max(storedFrames, inFile) - pts.length;
}

export function hiddenFramesText(hidden: number): string[] {
  if (hidden <= 0) return [];
  const [frames, were] = hidden === 1 ? ['frame', 'was'] : ['frames', 'were'];
  return [
    `The edit list of the file hides ${hidden} ${frames}, which no player shows and which ${were} not examined. ` +
      'To examine them, make a copy without the list (ffmpeg -ignore_editlist 1 -i FILE -c copy COPY.mkv) and add that as evidence.',
  ];
}

const isMp4 = (container: string): boolean => container.startsWith('mov,mp4');

export const seconds = (ms: number) => (ms / 1000).toFixed(1);
