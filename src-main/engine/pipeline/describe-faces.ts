/** Frames to described faces: detection, quality, embedding and a picture of each, all on one thread. */
import { DEFAULT_MAX_FACES } from '../../shared/default-parameters.ts';
import type { AnalysisParameters, Box, FaceQuality, Landmarks, Refusal } from '../../shared/domain.ts';
import type { Embedder } from '../embedding/embedder.ts';
import type { GuestNetwork } from '../embedding/guest-network.ts';
import type { NetworkFolders } from '../embedding/installed-embedders.ts';
import { openEmbedder, openGuest } from '../embedding/open-embedder.ts';
import type { FaceDetection, FaceDetector } from '../faces/face-detector.ts';
import { faceImage } from '../faces/face-image.ts';
import { createMtcnn, type MtcnnSessions } from '../faces/mtcnn/mtcnn.ts';
import { assessQuality, refuse } from '../faces/quality.ts';
import { loadModel } from '../inference/manifest.ts';
import { openSession, type SessionSettings } from '../inference/onnx-session.ts';
import type { Frame } from '../media/frame.ts';

export interface DescribedFace {
  box: Box;
  landmarks: Landmarks;
  detection: number;
  quality: FaceQuality;
  refused: Refusal | null;
  /** For telling people apart; null for a refused face. */
  identity: Float32Array | null;
  /** For the classifiers; null for a refused face. */
  embedding: Float32Array | null;
  /** Raw scores by the guest detectors, in the order in which they were opened; null for a refused face. */
  guests: readonly number[] | null;
  /** RGB, square, with some background around the face. */
  picture: Uint8Array;
}

export interface DescribedFrame {
  frame: Frame;
  /** The largest ones, in the order in which they were found. */
  faces: DescribedFace[];
  /** Faces beyond the limit, which were found and not examined. */
  passedOver: number;
}

export interface DescribeParameters extends Pick<
  AnalysisParameters,
  'minFacePx' | 'detectSizePx' | 'maxFaces'
> {
  /** Side of each face's picture. */
  picturePx: number;
  /** Where somebody says that a face is: looks there alone, as `FaceDetector.locate`. */
  drawn?: Box;
}

export interface FaceDescriber {
  /** Number of calls that should run at the same time. */
  readonly parallel: number;
  /**
   * @param frames of the same size; they are transferred and come back in the answer
   * @throws EngineError inference/failed
   */
  describe(
    frames: readonly Frame[],
    parameters: DescribeParameters,
    signal?: AbortSignal,
  ): Promise<DescribedFrame[]>;
  dispose(): Promise<void>;
}

export const detectorNets = ['mtcnn-pnet', 'mtcnn-rnet', 'mtcnn-onet'] as const;

export interface DescriberModels {
  folders: NetworkFolders;
  /** Name of the embedder that tells people apart. */
  identity: string;
  /** Name of the embedder for the classifiers; can be the same. */
  embedder: string;
  /** Names of the detectors that score the faces too. */
  guests: readonly string[];
}

/** @throws EngineError models/…, inference/failed */
export async function openDescriber(
  { folders, identity, embedder, guests }: DescriberModels,
  settings: SessionSettings,
): Promise<FaceDescriber> {
  const [pnet, rnet, onet] = await Promise.all(
    detectorNets.map(async (name) =>
      openSession((await loadModel(folders.builtIn, name)).bytes, settings, name),
    ),
  );
  const identityEmbedder = await openEmbedder(identity, folders, settings);
  const classified =
    embedder === identity ? identityEmbedder : await openEmbedder(embedder, folders, settings);
  const opened: GuestNetwork[] = [];
  // Where they were calibrated: nobody has compared a guest's numbers on a graphics processor with those of the CPU.
  for (const guest of guests) opened.push(await openGuest(guest, folders, { ...settings, provider: 'cpu' }));
  return new OneThread({ pnet: pnet!, rnet: rnet!, onet: onet! }, identityEmbedder, classified, opened);
}

class OneThread implements FaceDescriber {
  readonly parallel = 1;
  readonly #sessions: MtcnnSessions;
  readonly #identity: Embedder;
  readonly #embedder: Embedder;
  readonly #guests: readonly GuestNetwork[];
  /** Kept between calls to reuse its buffers. */
  #detector: { parameters: DescribeParameters; detector: FaceDetector } | null = null;

  constructor(
    sessions: MtcnnSessions,
    identity: Embedder,
    embedder: Embedder,
    guests: readonly GuestNetwork[],
  ) {
    this.#sessions = sessions;
    this.#identity = identity;
    this.#embedder = embedder;
    this.#guests = guests;
  }

  async describe(frames: readonly Frame[], parameters: DescribeParameters, signal?: AbortSignal) {
    const detections = await this.#detect(frames, parameters, signal);
    const described = frames.map((frame, index) => {
      const found = detections[index]!;
      const largest = largestFaces(found, parameters.maxFaces ?? DEFAULT_MAX_FACES);
      return {
        frame,
        faces: largest.map((detection) => lookAt(frame, detection, parameters.picturePx)),
        passedOver: found.length - largest.length,
      };
    });
    const usable = described.flatMap(({ frame, faces }) =>
      faces
        .filter((face) => face.refused === null)
        .map((face) => ({ frame, face, box: face.box, landmarks: face.landmarks })),
    );
    const embeddings = await this.#embedder.embed(usable, signal);
    const identities =
      this.#identity === this.#embedder ? embeddings : await this.#identity.embed(usable, signal);
    const opinions: number[][] = [];
    for (const guest of this.#guests) opinions.push(await guest.scoreFaces(usable, signal));
    for (const [index, { face }] of usable.entries()) {
      face.embedding = embeddings[index]!;
      face.identity = identities[index]!;
      face.guests = opinions.map((scores) => scores[index]!);
    }
    return described;
  }

  async dispose(): Promise<void> {
    this.#detector = null;
    const { pnet, rnet, onet } = this.#sessions;
    const held = new Set([pnet, rnet, onet, this.#identity, this.#embedder, ...this.#guests]);
    for (const each of held) await each.dispose();
  }

  async #detect(
    frames: readonly Frame[],
    parameters: DescribeParameters,
    signal?: AbortSignal,
  ): Promise<FaceDetection[][]> {
    const detector = this.#detectorFor(parameters);
    const { drawn } = parameters;
    if (drawn === undefined) return detector.detect(frames, signal);
    const found = frames.map((frame) => detector.locate(frame, drawn, signal));
    return (await Promise.all(found)).map((face) => (face === null ? [] : [face]));
  }

  #detectorFor(parameters: DescribeParameters): FaceDetector {
    const { minFacePx, detectSizePx } = parameters;
    const kept = this.#detector;
    if (kept?.parameters.minFacePx === minFacePx && kept.parameters.detectSizePx === detectSizePx) {
      return kept.detector;
    }
    const detector = createMtcnn(this.#sessions, { minFacePx, detectSizePx });
    this.#detector = { parameters, detector };
    return detector;
  }
}

function largestFaces(found: readonly FaceDetection[], count: number): readonly FaceDetection[] {
  if (found.length <= count) return found;
  const area = ({ box }: FaceDetection) => box.width * box.height;
  const kept = new Set(found.toSorted((a, b) => area(b) - area(a)).slice(0, count));
  return found.filter((face) => kept.has(face));
}

function lookAt(
  frame: Frame,
  { box, landmarks, detection }: FaceDetection,
  picturePx: number,
): DescribedFace {
  const quality = assessQuality(frame, { box, landmarks, detection });
  const refused = refuse(frame, { box, landmarks, detection }, quality);
  const picture = faceImage(frame, box, picturePx);
  return {
    ...{ box, landmarks, detection, quality, refused, picture },
    ...{ identity: null, embedding: null, guests: null },
  };
}
