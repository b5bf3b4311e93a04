import type { FaceQuality, Label } from '../../shared/domain.ts';
import type { DegradationName } from '../../shared/degradation-names.ts';

/** One labelled face: its embedding and everything that must not stand on both sides of a split. */
export interface TrainingSample {
  /** Unit vector of the embedder; one length for all samples. */
  embedding: Float32Array;
  label: Label;
  /** The clip that the face was cut from. */
  video: string;
  /** Who is seen, or whose performance it is in a manipulated clip. */
  identity: string;
  /** Others whose face went into the clip, such as the donor of a face swap. */
  donors?: readonly string[];
  /** Clips made from one recording share this; the clip itself when absent. */
  source?: string;
  /** How a fake was made, where that is known. */
  method?: string | null;
  /** Clips that show somebody who looks like the same person: see `join-alike.ts`. */
  alike?: readonly string[];
  /** Where it was measured: what a verdict is not given below is tuned on it. */
  quality?: Pick<FaceQuality, 'sizePx' | 'sharpness'>;
}

/** From a copy of a clip that was made worse: it is scored, and never trained on. `video` is the clip itself. */
export interface DegradedSample extends TrainingSample {
  condition: DegradationName;
}

/** As a clip gives it, before clips are compared. */
export interface ExtractedSample extends TrainingSample {
  /** Unit vector that tells people apart; one length for all samples. */
  likeness: Float32Array;
}
