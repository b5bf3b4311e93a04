/**
 * A mean face seen from the front, drawn up by hand from the usual proportions (cheekbones 2.1 distances between the
 * pupils apart, chin 1.9 below their line, hairline 1.1 above it) and held against portraits by eye; it is no average of
 * measured landmarks. Unit: the distance between the pupils; origin: midway between them; y points down.
 */
import type { Landmarks, Point } from '../../../shared/domain.ts';

/** Where the five landmarks lie in it, close to the template that most embedders align to. */
export const MEAN_LANDMARKS: Landmarks = [
  { x: -0.5, y: 0 },
  { x: 0.5, y: 0 },
  { x: 0, y: 0.57 },
  { x: -0.41, y: 1.15 },
  { x: 0.41, y: 1.15 },
];

/** Right half, from the chin upwards; the left half mirrors it. */
const chin: Point[] = points([0, 1.86], [0.22, 1.83], [0.45, 1.7]);
const jaw: Point[] = points([0.66, 1.5], [0.83, 1.25], [0.95, 0.95]);
const cheek: Point[] = points([1.02, 0.6], [1.06, 0.25]);
const temple: Point[] = points([1.05, -0.15]);
const forehead: Point[] = points([1, -0.5], [0.82, -0.83], [0.5, -1.02], [0, -1.1]);
const brow: Point[] = points([0.88, -0.3], [0.62, -0.46], [0.3, -0.42], [0, -0.36]);

/** Closed polygons. */
export const REGIONS = {
  'face with forehead': mirrored([...chin, ...jaw, ...cheek, ...temple, ...forehead]),
  face: mirrored([...chin, ...jaw, ...cheek, ...temple, ...brow]),
  'below the brows': mirrored([...chin, ...jaw, ...cheek, ...points([0.95, -0.05], [0.5, -0.2], [0, -0.15])]),
  'lower face': mirrored([...chin, ...jaw, ...points([0.9, 0.8], [0.5, 0.66], [0, 0.64])]),
  mouth: mirrored(points([0, 1.5], [0.3, 1.42], [0.52, 1.22], [0.5, 1.05], [0.25, 0.92], [0, 0.9])),
  eyes: mirrored(
    points([0, 0.22], [0.45, 0.34], [0.82, 0.22], [0.95, -0.1], [0.8, -0.42], [0.35, -0.5], [0, -0.4]),
  ),
  'nose and mouth': mirrored(
    points([0, 1.55], [0.35, 1.45], [0.56, 1.2], [0.52, 0.85], [0.32, 0.35], [0.14, 0], [0, -0.05]),
  ),
} as const satisfies Record<string, Point[]>;

export type Region = keyof typeof REGIONS;

function points(...pairs: [number, number][]): Point[] {
  return pairs.map(([x, y]) => ({ x, y }));
}

/** The half from its first to its last point and back on the other side; points on the midline count once. */
function mirrored(half: Point[]): Point[] {
  const left = half.filter(({ x }) => x > 0).map(({ x, y }) => ({ x: -x, y }));
  return [...half, ...left.reverse()];
}
