/**
 * Frames that take more bytes than their neighbours at a regular distance, where no key frame is. A video that is coded
 * again has them where its earlier coding had key frames: those were drawn anew, so the later coder could predict less of
 * them from the frame before. The idea is that of Wang and Farid, "Exposing Digital Forgeries in Video by Detecting Double
 * MPEG Compression" (MM&Sec 2006), and of Vázquez-Padín et al., "Detection of Video Double Encoding with GOP Size
 * Estimation" (WIFS 2012). They look at residuals and macroblocks; this looks at sizes alone, so nothing is decoded.
 */
import type { LargerFrames } from '../../shared/structure.ts';
import type { FrameIndex } from './frame-index.ts';
import { median } from './presentation-order.ts';

/** Fewer frames can't repeat often enough. */
const FEWEST_FRAMES = 100;
/** More tell no more, and the search grows with them. */
const MOST_FRAMES = 20_000;
/** Patterns of B frames, and frames that a change of rate left out or doubled, repeat within fewer frames. */
const SHORTEST = 8;
const LONGEST = 300;
const FEWEST_REPEATS = 5;
/** Frames of one kind among which one is ranked by size: the nearest ones, so that each scene has its own measure. */
const NEIGHBOURS = 31;
/** How often sizes that differ by chance may give a hint: one video in a hundred, all distances and beginnings together. */
const MOST_BY_CHANCE = 0.01;
/** Half of these frames have to be larger than 86 % of their neighbours, so that no few of them stand for all. */
const LEAST_MEDIAN = 1;
/**
 * An earlier coding leaves one place at its distance, or a few beside each other. Where pictures repeat, as in a loop, many
 * places stand out, by so many standard errors.
 */
const STANDS_OUT = 3;
const MOST_PLACES = 3;
const MOST_SHARE = 0.1;
/** A distance stands for its multiples too, if it stands out nearly as much. */
const NEARLY = 0.8;

/** Later coders plan sizes ahead in patterns of 8 to 16 frames. Only this one was measured. */
const CODEC = 'h264';

/** @param packetBytes of each frame; NaN where it is not known */
export function largerFrames(
  codec: string,
  { keys, positions }: Pick<FrameIndex, 'keys' | 'positions'>,
  packetBytes: Float64Array,
): LargerFrames {
  if (codec !== CODEC) return { state: 'other-codec' };
  if (keys.length < FEWEST_FRAMES) return { state: 'too-short' };
  const count = Math.min(keys.length, MOST_FRAMES);
  const sizes = packetBytes.subarray(0, count);
  if (sizes.some(Number.isNaN) || positions.some(Number.isNaN)) return { state: 'sizes-unknown' };
  const found = strongest(rankScores(sizes, kinds(keys, positions)), ownDistances(keys.subarray(0, count)));
  return found === null ? { state: 'none' } : { state: 'found', ...found };
}

type Kind = 'key' | 'forward' | 'referred' | 'between';

/**
 * What each frame is, by the order in which they are stored: a B frame is stored behind one that is shown later, and one
 * that others refer to is stored before one that is shown earlier.
 */
function kinds(keys: Uint8Array, positions: Float64Array): Kind[] {
  const stored = [...keys].map((): Kind => 'forward');
  let first = Infinity;
  for (let frame = keys.length - 1; frame >= 0; frame--) {
    if (positions[frame]! > first) stored[frame] = 'between';
    first = Math.min(first, positions[frame]!);
  }
  let last = -Infinity;
  for (const [frame, kind] of stored.entries()) {
    if (keys[frame] === 1) stored[frame] = 'key';
    else if (kind === 'between' && positions[frame]! < last) stored[frame] = 'referred';
    // A frame that all others come after in both orders ends what was stored before it.
    last = kind === 'between' ? Math.max(last, positions[frame]!) : -Infinity;
  }
  return stored;
}

/**
 * How large each frame is among its neighbours of the same kind, by its rank alone: cuts of scenes and other very large
 * frames then weigh no more than the largest of 31. Logistic scores, of mean 0 and variance 1 where sizes differ by chance;
 * NaN for key frames and for kinds that are too rare.
 */
function rankScores(sizes: Float64Array, kinds: readonly Kind[]): Float64Array {
  const scores = new Float64Array(sizes.length).fill(NaN);
  for (const kind of ['forward', 'referred', 'between'] satisfies Kind[]) {
    const frames = [...sizes.keys()].filter((frame) => kinds[frame] === kind);
    if (frames.length < NEIGHBOURS) continue;
    for (const [i, frame] of frames.entries()) {
      const start = Math.min(Math.max(0, i - (NEIGHBOURS >> 1)), frames.length - NEIGHBOURS);
      const below = frames
        .slice(start, start + NEIGHBOURS)
        .reduce((sum, other) => sum + shareBelow(sizes[other]!, sizes[frame]!), 0);
      scores[frame] = Math.log(below / (NEIGHBOURS - below)) / LOGISTIC_DEVIATION;
    }
  }
  return scores;
}

/** Equal sizes share their ranks; so the frame itself counts for one half. */
const shareBelow = (other: number, size: number): number => (other < size ? 1 : other === size ? 0.5 : 0);

/** Of the normal distribution, at most; exact to a tenth from 3 on. */
const upperTail = (deviations: number): number =>
  deviations <= 0 ? 1 : Math.exp(-(deviations ** 2) / 2) / (deviations * Math.sqrt(2 * Math.PI));

/** Of the logistic distribution. */
const LOGISTIC_DEVIATION = Math.PI / Math.sqrt(3);

/** Distances from one key frame to the next that come up often enough to leave a pattern of their own. */
function ownDistances(keys: Uint8Array): number[] {
  const at = [...keys.keys()].filter((frame) => keys[frame] === 1);
  const counts = new Map<number, number>();
  for (const [i, frame] of at.slice(1).entries())
    counts.set(frame - at[i]!, (counts.get(frame - at[i]!) ?? 0) + 1);
  return [...counts].filter(([, count]) => count >= FEWEST_REPEATS - 1).map(([distance]) => distance);
}

interface Candidate {
  every: number;
  first: number;
  repeats: number;
  standardErrors: number;
  /** How many of the places at this distance stand out. */
  places: number;
}

type Regular = Pick<Candidate, 'every' | 'first' | 'repeats'>;

/** Below SHORTEST is looked at too: a pattern that short explains its multiples. */
function strongest(scores: Float64Array, own: readonly number[]): Regular | null {
  const candidates: Candidate[] = [];
  const longest = Math.min(LONGEST, Math.floor(scores.length / FEWEST_REPEATS));
  for (let every = 2; every <= longest; every++) {
    // The places between the key frames of this coding have sizes of their own.
    if (own.some((distance) => distance % every === 0 || every % distance === 0)) continue;
    candidates.push(...best(scores, every));
  }
  const most = candidates.reduce<Candidate | null>(
    (best, each) => (best === null || each.standardErrors > best.standardErrors ? each : best),
    null,
  );
  // Each distance can begin at as many frames as it is long.
  const tried = (longest * (longest + 1)) / 2;
  if (most === null || tried * upperTail(most.standardErrors) > MOST_BY_CHANCE) return null;
  if (most.places > Math.max(MOST_PLACES, MOST_SHARE * most.every)) return null;
  const chosen = candidates.find(({ standardErrors }) => standardErrors >= NEARLY * most.standardErrors)!;
  if (chosen.every < SHORTEST) return null;
  const { every, first, repeats } = chosen;
  return { every, first, repeats };
}

/** The frames at this distance that stand out most, if half of them do. */
function best(scores: Float64Array, every: number): [Candidate] | [] {
  const sums = new Float64Array(every);
  const counts = new Float64Array(every);
  for (const [frame, score] of scores.entries()) {
    if (Number.isNaN(score)) continue;
    sums[frame % every]! += score;
    counts[frame % every]! += 1;
  }
  const errors = sums.map((sum, first) =>
    counts[first]! < FEWEST_REPEATS - 1 ? 0 : sum / Math.sqrt(counts[first]!),
  );
  const standardErrors = errors.reduce((most, each) => Math.max(most, each), 0);
  if (standardErrors === 0) return [];
  const places = errors.filter((error) => error >= STANDS_OUT).length;
  const first = errors.indexOf(standardErrors);
  const own = scores.filter((score, frame) => frame % every === first && !Number.isNaN(score));
  return median(own) < LEAST_MEDIAN ? [] : [{ every, first, repeats: own.length, standardErrors, places }];
}
