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
  /** SHA-256 of the model manifest, which has the hash of every file in the folder. */
  readonly sha256: string;
  /** The embedder of its training; another embedder is refused. */
  readonly embedder: { name: string; sha256: string; length: number };
  readonly band: DecisionLimits;
  /** Null if the scores of held-out videos gave no information; then no likelihood ratio is given. */
  readonly likelihood: LikelihoodScale | null;
  readonly card: ModelCard;
  /** @throws EngineError models/invalid if the length of an embedding is not the head's input length */
  score(embeddings: readonly Float32Array[]): Promise<EmbeddingScore[]>;
  dispose(): Promise<void>;
}
