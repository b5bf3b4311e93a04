import type { ClassifierScores, DecisionBand } from '../../shared/domain.ts';
import type { ModelCard } from '../../shared/model-card.ts';

export interface EmbeddingScore {
  /** Mean of the two calibrated scores. */
  score: number;
  classifiers: ClassifierScores;
  /** See `Face.novelty`. */
  novelty: number;
}

/** What a likelihood ratio needs besides a score: see `evaluation/likelihood-ratio.ts`. */
export interface LikelihoodScale {
  /** Prior probability of fake under which the scores were calibrated. */
  priorFake: number;
  /** Largest |log10 LR| that the count of held-out videos supports. */
  log10Bound: number;
}

/** A loaded model folder: embedding → head → SGD and Random Forest → calibrated scores. */
export interface ClassifierModel {
  readonly name: string;
  /** SHA-256 over the folder's manifest, which in turn names the hash of every file in it. */
  readonly sha256: string;
  /** The embedder that it was trained on; another one is refused. */
  readonly embedder: { name: string; sha256: string };
  readonly band: DecisionBand;
  readonly likelihood: LikelihoodScale;
  readonly card: ModelCard;
  /** @throws EngineError models/invalid when an embedding's length is not the head's input length */
  score(embeddings: readonly Float32Array[]): Promise<EmbeddingScore[]>;
  dispose(): Promise<void>;
}
