/**
 * Which degradation brings clips closest to the quality of a video, by what its file says. Faces have no part: those of the
 * clips are measured afterwards.
 *
 * 1. Motion JPEG has copies in Motion JPEG, every other codec those in H.264.
 * 2. Of these, those whose copies have the shorter side, within a factor of 1.2, and the bits per pixel per frame of the
 *    video. Those that fix the size of the picture come first, then the one whose usual bits are nearest.
 * 3. Fewer bits than any copy has: the strongest step, `crf40` or `jpeg-30`.
 * 4. Otherwise the clips are taken as they are.
 */
import { degradationWords } from './degradation-words.ts';
import type { DegradationName } from './degradation-names.ts';
import { copiesOf, SAME_SIZE, type QualityFacts } from './nearest-condition.ts';

export interface ClosestDegradation {
  /** Null for clips as they are. */
  condition: DegradationName | null;
  /** What of the video the copies do not have, as sentences. */
  differs: string[];
}

const KEEPS_SIZE = 'Each copy keeps the size of its clip.';

export function closestDegradation({ codec, shortSide, bitsPerPixel }: QualityFacts): ClosestDegradation {
  if (bitsPerPixel === null) {
    const text =
      'The bits per pixel per frame of the video are not known, so the clips were taken as they are.';
    return { condition: null, differs: [text] };
  }
  const codecOfCopies = codec === 'mjpeg' ? 'mjpeg' : 'h264';
  const strongest = codec === 'mjpeg' ? 'jpeg-30' : 'crf40';
  const near = Object.entries(copiesOf).flatMap(([name, copies]) => {
    const [low, usual, high] = copies.bitsPerPixel;
    const ratio = copies.shortSide === null ? 1 : shortSide / copies.shortSide;
    const isNear =
      copies.codec === codecOfCopies &&
      Math.max(ratio, 1 / ratio) <= SAME_SIZE &&
      bitsPerPixel >= low &&
      bitsPerPixel <= high;
    const distance = Math.abs(Math.log(bitsPerPixel / usual));
    return isNear ? [{ name: name as DegradationName, size: copies.shortSide, distance }] : [];
  });
  const [nearest] = near.sort(
    (a, b) => Number(b.size !== null) - Number(a.size !== null) || a.distance - b.distance,
  );
  const codecs = codec === codecOfCopies ? [] : otherCodec(codec);
  if (nearest) {
    const { name, size } = nearest;
    const sizes =
      size === null ? KEEPS_SIZE : `A clip whose shorter side has fewer than ${size} px keeps its size.`;
    return { condition: name, differs: [...codecs, sizes] };
  }
  if (bitsPerPixel < copiesOf[strongest].bitsPerPixel[0]) {
    const fewer = `The video has fewer bits per pixel per frame than copies with ${degradationWords[strongest]}, the nearest step.`;
    return { condition: strongest, differs: [...codecs, fewer, KEEPS_SIZE] };
  }
  return {
    condition: null,
    differs: ['No degradation has the bits and the size of the video, so the clips were taken as they are.'],
  };
}

const otherCodec = (codec: string): string[] => [
  `The video is ${codec}, the copies of the clips are H.264.`,
  'The same bits of another codec do not mean the same loss: of a newer one than H.264, the copies may be worse than the video.',
];
