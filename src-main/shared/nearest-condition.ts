/**
 * Which measured condition of a model's card is nearest to a video, by what its file says. What was done to the video before
 * is not known, so nothing more is claimed than that the copies of that condition had such figures.
 *
 * A condition is near if all of this holds, as far as the condition fixes it:
 * 1. the codec is the one that its copies have;
 * 2. the shorter side of the picture is within a factor of 1.2 of that of its copies;
 * 3. the bits per pixel per frame lie within the range that its copies had on real and fake clips;
 * 4. the mean size of the scored faces lies in the middle 95 % of those that it was measured on.
 * Of several, those that fix the size of the picture come first, then the one whose usual bits per pixel are nearest.
 */
import type { Finding } from './domain.ts';
import { isDegradation, type DegradationName } from './degradation-names.ts';
import type { ConditionRow, ModelCard } from './model-card.ts';

/** What a file says of its quality; null where it does not. */
export interface QualityFacts {
  codec: string;
  /** Pixels. */
  shortSide: number;
  /**
   * Per frame, by the packets of the frames and their number. Where their sizes are not known, by the bit rate and the mean
   * frame rate that the stream states: that one differs between containers where the rate varies. Never of the whole file.
   */
  bitsPerPixel: number | null;
  /** Mean of the scored faces, shorter side of the box in pixels; null where none is scored. */
  facePx: number | null;
}

export interface NearestCondition {
  facts: QualityFacts;
  /** Whether the card has rows by condition at all. */
  measured: boolean;
  /** The nearest one; null where none is near. */
  row: ConditionRow | null;
  /** Whether a figure is missing that decides on it. */
  cannotTell: boolean;
}

interface Copies {
  codec: string;
  shortSide: number | null;
  /** Smallest, median and largest bits per pixel per frame of the copies. */
  bitsPerPixel: readonly [number, number, number];
}

/** At CRF 18, of whatever size: 23 copies of 12 clips. */
const FINE = [0.054, 0.098, 0.184] as const;
/** Fewer bits per pixel per frame than this had none of these copies. */
export const FINE_BITS = FINE[0];

/**
 * Measured on up to 14 real and fake clips (5 for `whatsapp-480p`) of our development data, of 2 to 6 s each, shorter side
 * 256 to 1080 px. A blurred copy has no figure that tells it, so it is never the nearest.
 */
export const copiesOf: Record<Exclude<DegradationName, 'blur'>, Copies> = {
  '720p': { codec: 'h264', shortSide: 720, bitsPerPixel: FINE },
  '480p': { codec: 'h264', shortSide: 480, bitsPerPixel: FINE },
  '360p': { codec: 'h264', shortSide: 360, bitsPerPixel: FINE },
  crf28: { codec: 'h264', shortSide: null, bitsPerPixel: [0.016, 0.035, 0.055] },
  crf34: { codec: 'h264', shortSide: null, bitsPerPixel: [0.0071, 0.02, 0.031] },
  crf40: { codec: 'h264', shortSide: null, bitsPerPixel: [0.0038, 0.012, 0.019] },
  'whatsapp-480p': { codec: 'h264', shortSide: 480, bitsPerPixel: [0.069, 0.12, 0.16] },
  'whatsapp-360p': { codec: 'h264', shortSide: 360, bitsPerPixel: [0.076, 0.16, 0.21] },
  'jpeg-30': { codec: 'mjpeg', shortSide: null, bitsPerPixel: [0.19, 0.34, 0.52] },
};

/** A picture whose shorter side differs by more than this factor has another size. */
export const SAME_SIZE = 1.2;

export function nearestCondition(
  finding: Pick<Finding, 'media' | 'tracks'>,
  { conditions }: Pick<ModelCard, 'conditions'>,
): NearestCondition {
  const facts = qualityFacts(finding);
  const near = conditions.flatMap((row) => {
    const copies = copiesIn(row);
    return copies && isNear(facts, row, copies) ? [{ row, copies }] : [];
  });
  const [nearest] = near.sort(
    (a, b) =>
      Number(b.copies.shortSide !== null) - Number(a.copies.shortSide !== null) ||
      distance(facts, a.copies) - distance(facts, b.copies),
  );
  return {
    ...{ facts, measured: conditions.length > 0, row: nearest?.row ?? null },
    cannotTell:
      nearest === undefined &&
      (facts.bitsPerPixel === null ||
        (facts.facePx === null && conditions.some((row) => copiesIn(row) && row.facePx !== undefined))),
  };
}

function copiesIn({ condition }: ConditionRow): Copies | null {
  if (condition === null || !isDegradation(condition) || condition === 'blur') return null;
  return copiesOf[condition];
}

function isNear({ codec, shortSide, bitsPerPixel, facePx }: QualityFacts, row: ConditionRow, copies: Copies) {
  const [low, , high] = copies.bitsPerPixel;
  const ratio = copies.shortSide === null ? 1 : shortSide / copies.shortSide;
  return (
    codec === copies.codec &&
    Math.max(ratio, 1 / ratio) <= SAME_SIZE &&
    bitsPerPixel !== null &&
    bitsPerPixel >= low &&
    bitsPerPixel <= high &&
    (row.facePx === undefined || (facePx !== null && facePx >= row.facePx.low && facePx <= row.facePx.high))
  );
}

/** In the logarithm, as an encoder spends half or twice the bits. */
const distance = ({ bitsPerPixel }: QualityFacts, { bitsPerPixel: [, usual] }: Copies) =>
  Math.abs(Math.log(bitsPerPixel! / usual));

/** A still picture has no bits per pixel per frame: conditions are measured on videos. */
export function qualityFacts({ media, tracks }: Pick<Finding, 'media' | 'tracks'>): QualityFacts {
  const { codec, width, height } = media.video;
  const bits = bitsPerFrame(media);
  const sizes = tracks.flatMap(({ faces }) =>
    faces.filter(({ score }) => score !== null).map(({ quality }) => quality.sizePx),
  );
  return {
    ...{ codec, shortSide: Math.min(width, height) },
    bitsPerPixel: bits === null ? null : bits / (width * height),
    facePx: sizes.length === 0 ? null : sizes.reduce((sum, px) => sum + px, 0) / sizes.length,
  };
}

function bitsPerFrame({
  kind,
  coding,
  video: { averageFrameRate: rate, bitRate },
}: Finding['media']): number | null {
  if (kind === 'still') return null;
  if (coding?.frameBytes) return 8 * coding.frameBytes;
  const bitsPerSecond = coding?.bitRate?.mean ?? bitRate;
  return bitsPerSecond && rate && rate.num > 0 ? (bitsPerSecond * rate.den) / rate.num : null;
}
