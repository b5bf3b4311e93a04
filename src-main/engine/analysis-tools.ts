/** Everything that a verdict depends on besides the video and the parameters. */
import type {
  AnalysisParameters,
  ModelReference,
  ProviderReport,
  SoftwareVersions,
} from '../shared/domain.ts';
import { canonicalJson } from './cases/canonical-json.ts';
import type { ClassifierModel } from './classifiers/classifier-model.ts';
import type { Embedder } from './embedding/embedder.ts';
import type { FaceDetector } from './faces/face-detector.ts';
import type { FfmpegTools } from './media/ffmpeg.ts';

export interface FaceTools {
  ffmpeg: FfmpegTools;
  provider: ProviderReport;
  versions: SoftwareVersions;
  /** A detector over the loaded nets; it is not to be disposed of. */
  detector(parameters: Pick<AnalysisParameters, 'minFacePx' | 'detectSizePx'>): FaceDetector;
  /** Tells people apart. */
  identity: Embedder;
  /** What the classifiers stand on; may be the same. */
  embedder: Embedder;
}

export interface AnalysisTools extends FaceTools {
  classifier: ClassifierModel;
  references: ModelReference[];
}

/** One text for all that makes the numbers: with it, the same file gives the same verdict. */
export function analysisKey(tools: AnalysisTools, parameters: AnalysisParameters): string {
  const models = tools.references.map(({ role, sha256 }) => ({ role, sha256 }));
  return canonicalJson({
    parameters,
    models,
    provider: tools.provider.name,
    exhibit: tools.versions.exhibit,
  });
}
