/**
 * Frames to described faces: detection, quality, embedding and a picture for each. Detection of one batch
 * overlaps with the embedding of the one before and the decoding of the one after.
 */
import type { Box, FaceQuality, Landmarks, Refusal } from '../shared/domain.ts';
import type { Embedder } from './embedding/embedder.ts';
import type { FaceDetection, FaceDetector } from './faces/face-detector.ts';
import { FACE_IMAGE_PX, faceImage } from './faces/face-image.ts';
import { assessQuality, refuse } from './faces/quality.ts';
import { encodeJpegs } from './media/encode-pictures.ts';
import type { FfmpegTools } from './media/ffmpeg.ts';
import type { Frame } from './media/frame.ts';
import { ahead, inBatches } from './pipeline.ts';

export interface ObservedFace {
  box: Box;
  landmarks: Landmarks;
  detection: number;
  quality: FaceQuality;
  refused: Refusal | null;
  /** For telling people apart; null for a refused face. */
  identity: Float32Array | null;
  /** For the classifiers; null for a refused face. */
  embedding: Float32Array | null;
  /** JPEG for people to look at. */
  image: Buffer;
}

export interface ObservedFrame {
  frame: Frame;
  faces: ObservedFace[];
}

export interface FaceModels {
  ffmpeg: FfmpegTools;
  detector: FaceDetector;
  /** Tells people apart. */
  identity: Embedder;
  /** What the classifiers were trained on; may be the same. */
  embedder: Embedder;
}

const BATCH_FRAMES = 8;

/** One item a frame, in order; the frame's pixels are free to go once its item was used. */
export async function* observeFaces(
  frames: AsyncIterable<Frame>,
  models: FaceModels,
  signal: AbortSignal,
): AsyncGenerator<ObservedFrame> {
  const detected = detectFaces(ahead(inBatches(frames, BATCH_FRAMES)), models.detector, signal);
  for await (const batch of ahead(detected)) yield* await describe(batch, models, signal);
}

interface DetectedFrame {
  frame: Frame;
  detections: FaceDetection[];
}

async function* detectFaces(
  batches: AsyncIterable<Frame[]>,
  detector: FaceDetector,
  signal: AbortSignal,
): AsyncGenerator<DetectedFrame[]> {
  for await (const frames of batches) {
    const found = await detector.detect(frames, signal);
    yield frames.map((frame, index) => ({ frame, detections: found[index]! }));
  }
}

async function describe(batch: readonly DetectedFrame[], models: FaceModels, signal: AbortSignal) {
  const observed = batch.map(({ frame, detections }) => ({
    frame,
    faces: detections.map((detection) => lookAt(frame, detection)),
  }));
  const faces = observed.flatMap(({ frame, faces }) => faces.map((face) => ({ frame, face })));
  const pictures = faces.map(({ frame, face }) => picture(faceImage(frame, face.box)));
  // ffmpeg encodes the pictures while the embedder has the processor's other half.
  const encoded = encodeJpegs(pictures, FACE_IMAGE_PX, models.ffmpeg, signal);
  encoded.catch(() => undefined);

  const usable = faces
    .filter(({ face }) => face.refused === null)
    .map(({ frame, face }) => ({ face, frame, landmarks: face.landmarks }));
  const embeddings = await models.embedder.embed(usable, signal);
  const identities =
    models.identity === models.embedder ? embeddings : await models.identity.embed(usable, signal);
  for (const [index, { face }] of usable.entries()) {
    face.embedding = embeddings[index]!;
    face.identity = identities[index]!;
  }
  for (const [index, image] of (await encoded).entries()) faces[index]!.face.image = image;
  return observed;
}

const picture = (rgb: Uint8Array) => ({ rgb, width: FACE_IMAGE_PX, height: FACE_IMAGE_PX });

function lookAt(frame: Frame, detection: FaceDetection): ObservedFace {
  const quality = assessQuality(frame, detection);
  const refused = refuse(frame, detection, quality);
  return { ...detection, quality, refused, image: Buffer.alloc(0), identity: null, embedding: null };
}
