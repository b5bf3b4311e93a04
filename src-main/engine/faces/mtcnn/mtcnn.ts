/**
 * Multi-task cascaded convolutional networks (Zhang et al. 2016): a small network makes proposals on an image pyramid,
 * then two larger networks check them, and the last one gives five landmarks. Rounding, overlaps and interpolation are
 * those of facenet-pytorch, the detector of the method that this project follows.
 */
import type { Frame } from '../../media/frame.ts';
import type { ModelSession } from '../../inference/model-session.ts';
import type { Box } from '../../../shared/domain.ts';
import { boxOf } from '../boxes.ts';
import type { ScoredBox } from '../boxes.ts';
import type { FaceDetection, FaceDetector } from '../face-detector.ts';
import { isInDrawnBox, squaresAbout } from './drawn-box.ts';
import { OUTPUT_SIDE_PX, locate } from './output.ts';
import { proposalInputLength, propose } from './proposal.ts';
import { pyramid } from './pyramid.ts';
import { REFINEMENT_SIDE_PX, refine } from './refinement.ts';
import { summedArea, summedAreaLength } from './summed-area.ts';
import type { SummedArea } from './summed-area.ts';
import { timed } from './timings.ts';
import type { Timings } from './timings.ts';

export interface MtcnnSessions {
  pnet: ModelSession;
  rnet: ModelSession;
  onet: ModelSession;
}

export interface MtcnnSettings {
  /** Smallest face to find, in pixels of the frame at detection size. */
  minFacePx: number;
  /** Frames with a longer side above this are detected as if scaled down to it; null means never. */
  detectSizePx: number | null;
  /** Smallest probability of a face after P-Net, R-Net and O-Net. */
  thresholds?: readonly [number, number, number];
  /** Scale of a pyramid level relative to the one before. */
  factor?: number;
  /** Filled with the milliseconds of every stage. */
  timings?: Timings;
}

const DEFAULT_THRESHOLDS = [0.6, 0.7, 0.7] as const;
const DEFAULT_FACTOR = 0.709;

/** Frames with up to this many pixels are processed together; their summed areas need 12 bytes per pixel. */
const MAX_CHUNK_PIXELS = 8 * 2 ** 20;
/** During a run, an R-Net crop needs about 150 KiB, an O-Net crop about 700 KiB. */
const REFINEMENT_BATCH = 32;
const OUTPUT_BATCH = 8;

/** The detector owns the sessions and disposes of them. */
export function createMtcnn(sessions: MtcnnSessions, settings: MtcnnSettings): FaceDetector {
  return new Mtcnn(sessions, settings);
}

class Mtcnn implements FaceDetector {
  readonly #sessions: MtcnnSessions;
  readonly #settings: MtcnnSettings;
  /** Large buffers, kept because allocating memory costs more than filling it. Their content is not reused. */
  #sums: Int32Array[] = [];
  #input = new Float32Array(0);
  /** Calls share the buffers, so each call waits for the one before. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(sessions: MtcnnSessions, settings: MtcnnSettings) {
    this.#sessions = sessions;
    this.#settings = settings;
  }

  detect(frames: readonly Frame[], signal?: AbortSignal): Promise<FaceDetection[][]> {
    return this.#inTurn(() => this.#detectAll(frames, signal));
  }

  locate(frame: Frame, box: Box, signal?: AbortSignal): Promise<FaceDetection | null> {
    return this.#inTurn(() => this.#locateIn(frame, box, signal));
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => undefined);
    return result;
  }

  async dispose(): Promise<void> {
    await this.#last;
    this.#sums = [];
    this.#input = new Float32Array(0);
    await Promise.all(Object.values(this.#sessions).map((session: ModelSession) => session.dispose()));
  }

  async #detectAll(frames: readonly Frame[], signal?: AbortSignal): Promise<FaceDetection[][]> {
    const first = frames[0];
    if (!first) return [];
    if (frames.some(({ width, height }) => width !== first.width || height !== first.height)) {
      throw new RangeError('all frames of one call must have the same size');
    }
    const chunk = Math.max(1, Math.floor(MAX_CHUNK_PIXELS / (first.width * first.height)));
    const found: FaceDetection[][] = [];
    for (let from = 0; from < frames.length; from += chunk) {
      found.push(...(await this.#detectChunk(frames.slice(from, from + chunk), signal)));
    }
    return found;
  }

  async #detectChunk(frames: readonly Frame[], signal?: AbortSignal): Promise<FaceDetection[][]> {
    const { pnet, rnet } = this.#sessions;
    const {
      detectSizePx,
      thresholds = DEFAULT_THRESHOLDS,
      factor = DEFAULT_FACTOR,
      timings,
    } = this.#settings;
    const { width, height } = frames[0]!;
    const scaledDown = detectSizePx === null ? 1 : Math.max(1, Math.max(width, height) / detectSizePx);
    const levels = pyramid(width, height, this.#settings.minFacePx * scaledDown, factor);
    const input = this.#inputOf(proposalInputLength(levels, frames.length));
    const pictures = await timed(timings, 'summed-area', () =>
      frames.map((frame, index) => summedArea(frame, this.#sumsOf(index, frame))),
    );
    const proposals = await propose(pictures, {
      pnet,
      levels,
      threshold: thresholds[0],
      input,
      timings,
      signal,
    });
    const refined = await refine(pictures, proposals, thresholds[1], {
      session: rnet,
      sidePx: REFINEMENT_SIDE_PX,
      batch: REFINEMENT_BATCH,
      stages: { crops: 'refinement-crops', net: 'refinement-net' },
      timings,
      signal,
    });
    return this.#locate(pictures, refined, signal);
  }

  async #locateIn(frame: Frame, box: Box, signal?: AbortSignal): Promise<FaceDetection | null> {
    const picture = summedArea(frame, this.#sumsOf(0, frame));
    const [faces] = await this.#locate([picture], [squaresAbout(box)], signal);
    return faces!.find((face) => isInDrawnBox(face.box, box)) ?? null;
  }

  /** O-Net's faces, surest first. */
  async #locate(
    pictures: readonly SummedArea[],
    candidates: readonly (readonly ScoredBox[])[],
    signal?: AbortSignal,
  ): Promise<FaceDetection[][]> {
    const { thresholds = DEFAULT_THRESHOLDS, timings } = this.#settings;
    const faces = await locate(pictures, candidates, thresholds[2], {
      session: this.#sessions.onet,
      sidePx: OUTPUT_SIDE_PX,
      batch: OUTPUT_BATCH,
      stages: { crops: 'output-crops', net: 'output-net' },
      timings,
      signal,
    });
    return faces.map((list) =>
      list.map((face) => ({ box: boxOf(face), landmarks: face.landmarks, detection: face.score })),
    );
  }

  #sumsOf(index: number, { width, height }: Frame): Int32Array {
    const length = summedAreaLength(width, height);
    if ((this.#sums[index]?.length ?? 0) < length) this.#sums[index] = new Int32Array(length);
    return this.#sums[index]!;
  }

  #inputOf(length: number): Float32Array {
    if (this.#input.length < length) this.#input = new Float32Array(length);
    return this.#input;
  }
}
