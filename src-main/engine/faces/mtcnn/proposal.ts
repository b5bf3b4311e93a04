/**
 * First stage: P-Net slides over every level of the pyramid and proposes squares that may contain a face. Frames of one
 * size share a run. A level that is too large for one run is cut into bands.
 */
import type { ModelSession } from '../../inference/model-session.ts';
import { regress, squared, suppress } from '../boxes.ts';
import type { Offsets, ScoredBox } from '../boxes.ts';
import { sigmoid } from '../../support/sigmoid.ts';
import { PROPOSAL_CELL } from './pyramid.ts';
import type { Level } from './pyramid.ts';
import { resample } from './summed-area.ts';
import type { SummedArea } from './summed-area.ts';
import { timed } from './timings.ts';
import type { Timings } from './timings.ts';

/** P-Net gives one cell every two pixels. */
const STRIDE = 2;
const CHANNELS = 5;
/** Above this overlap the weaker proposal is dropped, first inside a level, then among all levels. */
const LEVEL_OVERLAP = 0.5;
const PYRAMID_OVERLAP = 0.7;
/** Limits P-Net's memory: it needs about 150 bytes per pixel. */
const MAX_RUN_PIXELS = 2 ** 17;

interface ProposalRun {
  pnet: ModelSession;
  levels: readonly Level[];
  /** Smallest probability of a proposal. */
  threshold: number;
  /** Input of P-Net, at least `proposalInputLength(levels)` long; overwritten. */
  input: Float32Array;
  timings?: Timings | undefined;
  signal?: AbortSignal | undefined;
}

interface Proposal extends ScoredBox {
  offsets: Offsets;
}

/** Consecutive cell rows of a level, and the pixel rows under them. */
interface Band {
  cells: { from: number; to: number };
  rows: { from: number; to: number };
}

/** @returns squares, one list per picture, highest score first */
export async function propose(pictures: readonly SummedArea[], run: ProposalRun): Promise<ScoredBox[][]> {
  const found: Proposal[][][] = pictures.map(() => []);
  for (const level of run.levels) {
    const fit = Math.max(1, Math.floor(MAX_RUN_PIXELS / (level.width * level.height)));
    for (let from = 0; from < pictures.length; from += fit) {
      run.signal?.throwIfAborted();
      const lists = await proposeOnLevel(pictures.slice(from, from + fit), level, run);
      for (const [index, list] of lists.entries()) found[from + index]!.push(list);
    }
  }
  return timed(run.timings, 'proposal-boxes', () =>
    found.map((lists) =>
      suppress(lists.flat(), PYRAMID_OVERLAP).map((proposal) =>
        squared(regress(proposal, proposal.offsets, 0)),
      ),
    ),
  );
}

async function proposeOnLevel(
  pictures: readonly SummedArea[],
  level: Level,
  { pnet, threshold, input, timings }: ProposalRun,
): Promise<Proposal[][]> {
  const lists: Proposal[][][] = pictures.map(() => []);
  for (const { cells, rows } of bands(level)) {
    const height = rows.to - rows.from;
    const picturePixels = 3 * height * level.width;
    const data = input.subarray(0, pictures.length * picturePixels);
    await timed(timings, 'pyramid', () => {
      for (const [index, picture] of pictures.entries()) {
        const region = { left: 0, top: 0, right: picture.width, bottom: picture.height };
        resample(picture, { ...level, region, rows }, data, index * picturePixels);
      }
    });
    const { map } = await timed(timings, 'proposal-net', () =>
      pnet.run({ image: { dims: [pictures.length, 3, height, level.width], data } }),
    );
    await timed(timings, 'proposal-boxes', () => {
      const length = map!.data.length / pictures.length;
      for (const [index, list] of lists.entries()) {
        const values = map!.data.subarray(index * length, (index + 1) * length);
        list.push(readCells(values, map!.dims[3]!, cells.from, level.scale, threshold));
      }
    });
  }
  return timed(timings, 'proposal-boxes', () => lists.map((list) => suppress(list.flat(), LEVEL_OVERLAP)));
}

/** Length of the input that the largest run needs, for `count` pictures. */
export function proposalInputLength(levels: readonly Level[], count: number): number {
  const runs = levels.map((level) => {
    const pixels = level.width * level.height;
    const tallest = Math.max(...bands(level).map(({ rows }) => rows.to - rows.from));
    const pictures = Math.min(count, Math.max(1, Math.floor(MAX_RUN_PIXELS / pixels)));
    return pictures * tallest * level.width;
  });
  return 3 * Math.max(0, ...runs);
}

/** Cells at the edge of a band need pixels of the next band, so bands overlap by 10 rows of pixels. */
function bands({ width, height }: Level): Band[] {
  const overlap = PROPOSAL_CELL - STRIDE;
  const cellRows = Math.ceil((height - overlap) / STRIDE);
  const most = Math.max(1, Math.floor((MAX_RUN_PIXELS / width - overlap) / STRIDE));
  const count = Math.ceil(cellRows / most);
  return Array.from({ length: count }, (_, index) => {
    const from = Math.round((index * cellRows) / count);
    const to = Math.round(((index + 1) * cellRows) / count);
    return {
      cells: { from, to },
      rows: { from: from * STRIDE, to: Math.min(height, to * STRIDE + overlap) },
    };
  });
}

/** @param values [5, rows, columns]: logit, then offsets */
function readCells(
  values: Float32Array,
  columns: number,
  firstRow: number,
  scale: number,
  threshold: number,
): Proposal[] {
  const plane = values.length / CHANNELS;
  const smallestLogit = Math.log(threshold / (1 - threshold));
  const proposals: Proposal[] = [];
  for (let cell = 0; cell < plane; cell += 1) {
    const logit = values[cell]!;
    if (logit < smallestLogit) continue;
    const x = (cell % columns) * STRIDE;
    const y = (firstRow + Math.floor(cell / columns)) * STRIDE;
    proposals.push({
      left: toPicture(x + 1, scale),
      top: toPicture(y + 1, scale),
      right: toPicture(x + PROPOSAL_CELL, scale),
      bottom: toPicture(y + PROPOSAL_CELL, scale),
      score: sigmoid(logit),
      offsets: [
        values[cell + plane]!,
        values[cell + 2 * plane]!,
        values[cell + 3 * plane]!,
        values[cell + 4 * plane]!,
      ],
    });
  }
  return proposals;
}

/** Rounded down in single precision, as in facenet-pytorch. */
const toPicture = (pixel: number, scale: number) => Math.floor(Math.fround(pixel / Math.fround(scale)));
