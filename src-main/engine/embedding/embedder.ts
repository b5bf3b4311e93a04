import type { Landmarks } from '../../shared/domain.ts';
import type { IdentityLimits } from '../faces/track.ts';
import type { Frame } from '../media/frame.ts';

export interface FaceInFrame {
  frame: Frame;
  landmarks: Landmarks;
}

/** Aligned faces to embeddings: each Float32Array has `length` numbers and unit Euclidean norm. */
export interface Embedder {
  readonly name: string;
  readonly sha256: string;
  readonly length: number;
  /** Where it expects the landmarks, as shares of the side of what it sees. */
  readonly template: Landmarks;
  /** The distances that mean the same person or another person; null if not measured. */
  readonly identityLimits: IdentityLimits | null;
  embed(faces: readonly FaceInFrame[], signal?: AbortSignal): Promise<Float32Array[]>;
  dispose(): Promise<void>;
}
