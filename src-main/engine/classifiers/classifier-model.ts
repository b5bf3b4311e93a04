import type { ClassifierScores, DecisionLimits } from '../../shared/domain.ts';
import type { ModelCard } from '../../shared/model-card.ts';
import type { LikelihoodScale } from './likelihood-ratio.ts';

export interface EmbeddingScore {
  /** Mean of the two calibrated scores. */
  score: number;
  classifiers: ClassifierScores;
  /** See `Face.novelty`. */
  novelty: number;
}

/** A loaded model folder: embedding → head → SGD and Random Forest → calibrated scores. */
export interface ClassifierModel {
  readonly name: string;
  /** SHA-256 over the folder's manifest, which in turn names the hash of every file in it. */
  readonly sha256: string;
  /** The embedder that it was trained on; another one is refused. */
  readonly embedder: { name: string; sha256: string };
  readonly band: DecisionLimits;
  /** Null when the scores of held-out videos were no evidence; then no likelihood ratio is given. */
  readonly likelihood: LikelihoodScale | null;
  readonly card: ModelCard;
  /** @throws EngineError models/invalid when an embedding's length is not the head's input length */
  score(embeddings: readonly Float32Array[]): Promise<EmbeddingScore[]>;
  dispose(): Promise<void>;
}
