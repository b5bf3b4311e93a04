/** What the lab needs besides its own file: ffmpeg, networks, and the place of published models. */
import type { EmbedderSummary } from '../../shared/model-card.ts';
import type { Embedder } from '../embedding/embedder.ts';
import type { TrainedOn } from '../embedding/trained-on.ts';
import type { ModelCheck } from '../inference/manifest.ts';
import type { FfmpegTools } from '../media/ffmpeg.ts';
import type { ModelLibrary } from '../models/model-library.ts';
import type { FaceTools } from '../pipeline/analysis-tools.ts';

export interface LabTools {
  ffmpeg(): Promise<FfmpegTools>;
  /** With the network that tells people apart where none is named. */
  faceTools(embedder?: string): Promise<FaceTools>;
  /** Opened for the caller, who disposes of it. */
  openEmbedder(name: string): Promise<Embedder>;
  /** Whom an embedder was trained on; null where nobody said. */
  trainedOn(embedder: string): Promise<TrainedOn | null>;
  embedders(): Promise<EmbedderSummary[]>;
  networks(): Promise<ModelCheck[]>;
  readonly library: Pick<ModelLibrary, 'list' | 'userFolder'>;
}
