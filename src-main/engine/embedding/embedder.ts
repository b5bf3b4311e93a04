import type { Landmarks } from '../../shared/domain.ts';
import type { IdentityLimits } from '../faces/track.ts';
import type { Frame } from '../media/frame.ts';

export interface FaceInFrame {
  frame: Frame;
  landmarks: Landmarks;
}

/** Aligned faces to vectors: each Float32Array has `length` numbers and unit Euclidean norm. */
export interface Embedder {
  readonly name: string;
  readonly sha256: string;
  readonly length: number;
  /** Which distances mean one person, which two; null where nobody has measured them. */
  readonly identityLimits: IdentityLimits | null;
  embed(faces: readonly FaceInFrame[], signal?: AbortSignal): Promise<Float32Array[]>;
  dispose(): Promise<void>;
}
