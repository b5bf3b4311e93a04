import type { ClassifierScores, DecisionBand } from '../../shared/domain.ts';
import type { ModelCard } from '../../shared/model-card.ts';

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
  readonly band: DecisionBand;
  readonly card: ModelCard;
  score(embeddings: readonly Float32Array[]): Promise<EmbeddingScore[]>;
  dispose(): Promise<void>;
}
