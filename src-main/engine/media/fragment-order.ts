/**
 * Whether fragments of an MP4 are missing or stand out of order. Numbers alone prove nothing: they may start anywhere,
 * start again in each segment, count for each track, or count fragments that a packager left out. Nor does the clock: a
 * recorder may pause. Only where both jump over the same place is anything said.
 */
import type { MediaInfo, VideoStream } from '../../shared/domain.ts';
import { listedPlaces, seconds } from './missing-frames.ts';
import { mp4Fragments, type Mp4Fragment, type Mp4Fragments } from './mp4-fragments.ts';
import { readStructure } from './structure-reader.ts';

export interface FragmentOrder {
  /** Between two fragments that follow each other in time. */
  holes: Break[];
  /** Where the clock goes back. */
  stepsBack: StepBack[];
  /** In all fragments that stand behind one of a later time. */
  lateFrames: number;
  /** When the first frame of the video is shown on its decoding clock, in ticks. */
  startsAt: number;
  /** See `Mp4Fragments`. */
  notReadFrom: number | undefined;
}

/** Two fragments between which something is not as it should be. */
interface Break {
  before: Mp4Fragment;
  behind: Mp4Fragment;
}

interface StepBack extends Break {
  /** The number goes back as well, to a time that was left free: it is no recording or segment that starts anew. */
  isOutOfOrder: boolean;
}

/** @throws the abort reason, or an error of the disk */
export async function fragmentOrder(
  path: string,
  { container, sizeBytes, video }: MediaInfo,
  signal?: AbortSignal,
): Promise<FragmentOrder> {
  const { containerId } = video;
  const found =
    containerId === undefined || !container.startsWith('mov,mp4')
      ? { fragments: [], sequences: [], beginsWithFrames: false }
      : await readStructure(
          path,
          sizeBytes,
          signal,
          (reader) => mp4Fragments(reader, Number(containerId)),
          (notReadFrom) => ({ fragments: [], sequences: [], beginsWithFrames: false, notReadFrom }),
        );
  return fragmentOrderOf(found);
}

export function fragmentOrderOf({
  fragments,
  sequences,
  beginsWithFrames,
  notReadFrom,
}: Mp4Fragments): FragmentOrder {
  const byClock = fragments.toSorted((a, b) => a.start - b.start);
  return {
    holes: holes(byClock, sequences),
    ...lateFragments(fragments, byClock),
    startsAt: beginsWithFrames ? 0 : (byClock[0]?.start ?? 0),
    notReadFrom,
  };
}

/** Where the clock jumps over a frame or more, and the numbers over a fragment that is not there. */
function holes(byClock: readonly Mp4Fragment[], sequences: readonly number[]): Break[] {
  // Where each track counts for itself, the numbers of others say nothing about this one.
  const isShared = new Set(sequences).size === sequences.length;
  const numbers = isShared ? sequences : byClock.map(({ sequence }) => sequence);
  const places = new Map([...new Set(numbers)].sort((a, b) => a - b).map((number, place) => [number, place]));
  const skipsNumber = ({ before, behind }: Break) =>
    places.get(behind.sequence)! - places.get(before.sequence)! < behind.sequence - before.sequence;
  const gap = ({ before, behind }: Break) => (behind.start - before.end) / frameTicks(before);
  const pairs = byClock.slice(1).map((behind, i) => ({ before: byClock[i]!, behind }));
  // A count that leaves numbers out where the clock goes on is none.
  if (pairs.some((pair) => gap(pair) < 1 && skipsNumber(pair))) return [];
  return pairs.filter((pair) => gap(pair) >= 1 && skipsNumber(pair));
}

const frameTicks = ({ start, end, frames }: Mp4Fragment): number => (end - start) / frames;

function lateFragments(
  fragments: readonly Mp4Fragment[],
  byClock: readonly Mp4Fragment[],
): Pick<FragmentOrder, 'stepsBack' | 'lateFrames'> {
  const crowded = crowdedFragments(byClock);
  const stepsBack: StepBack[] = [];
  let lateFrames = 0;
  let latest = -Infinity;
  for (const [i, behind] of fragments.entries()) {
    const before = fragments[i - 1];
    if (before !== undefined && behind.start < before.start) {
      const isOutOfOrder = behind.sequence < before.sequence && !crowded.has(behind);
      stepsBack.push({ before, behind, isOutOfOrder });
    }
    if (behind.start < latest) lateFrames += behind.frames;
    latest = Math.max(latest, behind.start);
  }
  return { stepsBack, lateFrames };
}

/** Recordings and segments that start their clock or their count again share times or numbers with others. */
function crowdedFragments(byClock: readonly Mp4Fragment[]): Set<Mp4Fragment> {
  const crowded = new Set<Mp4Fragment>();
  const ofNumber = new Map<number, Mp4Fragment>();
  let longest: Mp4Fragment | undefined;
  for (const fragment of byClock) {
    const sharesTime = longest !== undefined && !(longest.end <= fragment.start);
    for (const other of [sharesTime ? longest : undefined, ofNumber.get(fragment.sequence)])
      if (other !== undefined) crowded.add(other).add(fragment);
    ofNumber.set(fragment.sequence, fragment);
    if (longest === undefined || !(fragment.end <= longest.end)) longest = fragment;
  }
  return crowded;
}

export function missingFragmentsText(
  { holes: found, startsAt }: Pick<FragmentOrder, 'holes' | 'startsAt'>,
  { timeBase }: Pick<VideoStream, 'timeBase'>,
): string[] {
  if (found.length === 0) return [];
  const time = (ticks: number) => seconds(((ticks - startsAt) * 1000 * timeBase.num) / timeBase.den);
  const places = found.map(
    ({ before, behind }) =>
      `from ${time(before.end)} s to ${time(behind.start)} s (fragment ${before.sequence}, then ${behind.sequence})`,
  );
  return [
    `The video has no frames ${listedPlaces(places)}, and the numbers of its fragments do not go on there: a part is missing, the recording paused, or another one follows.`,
  ];
}

/**
 * ffmpeg reads fragments where they stand, and does not show frames whose time is before what it has read.
 * @param passedOver how many it did not show
 */
export function stepsBackText({ stepsBack }: Pick<FragmentOrder, 'stepsBack'>, passedOver: number): string[] {
  const places = (of: readonly Break[]) =>
    listedPlaces(
      of.map(
        ({ before, behind }) =>
          `fragment ${behind.sequence} (byte ${behind.at}) behind fragment ${before.sequence}`,
      ),
    );
  const outOfOrder = stepsBack.filter(({ isOutOfOrder }) => isOutOfOrder);
  const others = passedOver === 0 ? [] : stepsBack.filter(({ isOutOfOrder }) => !isOutOfOrder);
  const [frames, were] = passedOver === 1 ? ['frame', 'was'] : ['frames', 'were'];
  return [
    ...(outOfOrder.length === 0 ? [] : [`Fragments of the video stand out of order: ${places(outOfOrder)}.`]),
    ...(others.length === 0
      ? []
      : [
          `The clock of the video goes back between fragments: ${places(others)}. Another recording or segment begins there, or they stand out of order.`,
        ]),
    ...(passedOver === 0
      ? []
      : [
          `ffmpeg passes over ${passedOver} ${frames} there, which ${were} not examined. ` +
            'Put the fragments of a copy in the order of their times, or save each recording as a file of its own, and add that as evidence.',
        ]),
  ];
}
