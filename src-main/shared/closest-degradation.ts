/**
 * Which degradation brings clips closest to the quality of a video, by what its file says. Faces have no part: those of the
 * clips are measured afterwards.
 *
 * 1. Motion JPEG has `jpeg-30`.
 * 2. Of the others, those whose copies have the shorter side, within a factor of 1.2, and the bits per pixel per frame of
 *    the video. Those that fix the size of the picture come first, then the one whose usual bits are nearest.
 * 3. Fewer bits than any copy has: `crf40`.
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

export function closestDegradation(facts: QualityFacts): ClosestDegradation {
  const { codec, shortSide, bitsPerPixel } = facts;
  if (codec === 'mjpeg') return { condition: 'jpeg-30', differs: [] };
  if (bitsPerPixel === null) {
    const text =
      'The bits per pixel per frame of the video are not known, so the clips were taken as they are.';
    return { condition: null, differs: [text] };
  }
  const codecs = codec === 'h264' ? [] : [`The video is ${codec}, the copies of the clips are H.264.`];
  const near = Object.entries(copiesOf).flatMap(([name, copies]) => {
    const [low, usual, high] = copies.bitsPerPixel;
    const ratio = copies.shortSide === null ? 1 : shortSide / copies.shortSide;
    const isNear =
      copies.codec === 'h264' &&
      Math.max(ratio, 1 / ratio) <= SAME_SIZE &&
      bitsPerPixel >= low &&
      bitsPerPixel <= high;
    const distance = Math.abs(Math.log(bitsPerPixel / usual));
    return isNear ? [{ name: name as DegradationName, fixesSize: copies.shortSide !== null, distance }] : [];
  });
  const [nearest] = near.sort((a, b) => Number(b.fixesSize) - Number(a.fixesSize) || a.distance - b.distance);
  if (nearest) {
    const sizes = nearest.fixesSize ? [] : ['Each copy keeps the size of its clip.'];
    return { condition: nearest.name, differs: [...codecs, ...sizes] };
  }
  if (bitsPerPixel < copiesOf.crf40.bitsPerPixel[0]) {
    const fewer = `The video has fewer bits per pixel per frame than copies with ${degradationWords.crf40}, the nearest step.`;
    return { condition: 'crf40', differs: [...codecs, fewer, 'Each copy keeps the size of its clip.'] };
  }
  return {
    condition: null,
    differs: ['No degradation has the bits and the size of the video, so the clips were taken as they are.'],
  };
}
