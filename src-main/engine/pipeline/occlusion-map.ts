/**
 * How the score of a face moves when a patch of what the network sees is hidden (Zeiler and Fergus 2014, section 4.2). A
 * patch gets its own mean colour, not grey: its edges then stand out less, and an edge is an artefact of its own.
 */
import type { Landmarks, Point } from '../../shared/domain.ts';
import type { OcclusionMap } from '../../shared/occlusion.ts';
import type { ClassifierModel } from '../classifiers/classifier-model.ts';
import type { Embedder } from '../embedding/embedder.ts';
import { fitSimilarity, invert } from '../faces/align.ts';
import type { Frame } from '../media/frame.ts';
import type { WorkRun } from '../support/work-run.ts';

/** Patches along each side: each is about as large as an eye. */
export const PATCHES = 7;

interface Scorer {
  embedder: Pick<Embedder, 'embed' | 'template'>;
  classifier: Pick<ClassifierModel, 'score'>;
}

/** Places of the pixels of one patch in the frame's `rgb`. */
type Patch = readonly number[];

/**
 * @returns the map with the corners of its square in pixels of the frame
 * @throws EngineError inference/failed; the abort reason
 */
export async function occlusionMap(
  original: Frame,
  landmarks: Landmarks,
  { embedder, classifier }: Scorer,
  { signal, onProgress }: WorkRun,
): Promise<Pick<OcclusionMap, 'side' | 'corners' | 'score' | 'changes'>> {
  const rgb = Uint8Array.from(original.rgb);
  const frame = { ...original, rgb };
  const total = PATCHES * PATCHES;
  async function score(): Promise<number> {
    const embeddings = await embedder.embed([{ frame, landmarks }], signal);
    return (await classifier.score(embeddings))[0]!.score;
  }

  const { patches, corners } = patchesOf(frame, landmarks, embedder.template);
  const whole = await score();
  const changes: OcclusionMap['changes'] = [];
  for (const patch of patches) {
    signal.throwIfAborted();
    onProgress({ stage: 'score', done: changes.length, total });
    const before = hide(rgb, patch);
    changes.push(patch.length === 0 ? null : (await score()) - whole);
    restore(rgb, patch, before);
  }
  return { side: PATCHES, corners, score: whole, changes };
}

/** The square that the network sees, in patches, row by row. */
function patchesOf(
  { width, height }: Frame,
  landmarks: Landmarks,
  template: Landmarks,
): { patches: Patch[]; corners: [Point, Point, Point] } {
  const inPatches = template.map(({ x, y }) => ({ x: x * PATCHES, y: y * PATCHES }));
  const toPatches = fitSimilarity(landmarks, inPatches);
  const toFrame = invert(toPatches);
  const at = ({ a, b, dx, dy }: typeof toFrame, x: number, y: number): Point => ({
    x: a * x - b * y + dx,
    y: b * x + a * y + dy,
  });
  const [topLeft, topRight, bottomLeft, bottomRight] = [
    at(toFrame, 0, 0),
    at(toFrame, PATCHES, 0),
    at(toFrame, 0, PATCHES),
    at(toFrame, PATCHES, PATCHES),
  ];
  const corners = [topLeft, topRight, bottomLeft, bottomRight];
  const [xs, ys] = [corners.map(({ x }) => x), corners.map(({ y }) => y)];
  const patches: number[][] = Array.from({ length: PATCHES * PATCHES }, () => []);
  for (let y = Math.max(0, Math.floor(Math.min(...ys))); y < Math.min(height, Math.max(...ys)); y += 1) {
    for (let x = Math.max(0, Math.floor(Math.min(...xs))); x < Math.min(width, Math.max(...xs)); x += 1) {
      const place = at(toPatches, x, y);
      const [column, row] = [Math.floor(place.x), Math.floor(place.y)];
      if (column < 0 || row < 0 || column >= PATCHES || row >= PATCHES) continue;
      patches[row * PATCHES + column]!.push((y * width + x) * 3);
    }
  }
  return { patches, corners: [topLeft, topRight, bottomLeft] };
}

/** @returns what was there */
function hide(rgb: Uint8Array, patch: Patch): Uint8Array {
  const before = new Uint8Array(patch.length * 3);
  const sums = [0, 0, 0];
  for (const [index, at] of patch.entries()) {
    for (let channel = 0; channel < 3; channel += 1) {
      before[index * 3 + channel] = rgb[at + channel]!;
      sums[channel]! += rgb[at + channel]!;
    }
  }
  const mean = sums.map((sum) => Math.round(sum / patch.length));
  for (const at of patch) rgb.set(mean, at);
  return before;
}

function restore(rgb: Uint8Array, patch: Patch, before: Uint8Array): void {
  for (const [index, at] of patch.entries()) rgb.set(before.subarray(index * 3, index * 3 + 3), at);
}
