/** Everything that a verdict depends on, except the video and the parameters. */
import type {
  AnalysisParameters,
  ModelReference,
  ProviderReport,
  SoftwareVersions,
} from '../../shared/domain.ts';
import { canonicalJson } from '../support/canonical-json.ts';
import type { ClassifierModel } from '../classifiers/classifier-model.ts';
import type { FaceDescriber } from './describe-faces.ts';
import type { GuestModel } from '../models/guest-library.ts';
import type { EmbedderEntry } from '../inference/manifest.ts';
import type { IdentityLimits } from '../faces/track.ts';
import type { CheckCredentials } from '../media/credentials/check-credentials.ts';
import type { FfmpegTools } from '../media/ffmpeg.ts';

export interface FaceTools {
  ffmpeg: FfmpegTools;
  provider: ProviderReport;
  versions: SoftwareVersions;
  /** Finds and embeds faces. Its owner disposes of it, not the analysis. */
  describer: FaceDescriber;
  /** The network that tells people apart, with measured limits. */
  identity: EmbedderEntry & { identity: IdentityLimits };
  /** The embedder for the classifiers; can be the same. */
  embedder: Pick<EmbedderEntry, 'name' | 'sha256' | 'identity'>;
}

export interface AnalysisTools extends FaceTools {
  classifier: ClassifierModel;
  /** In the order in which the describer scores faces with them. */
  guests: readonly GuestModel[];
  credentials: CheckCredentials;
  references: ModelReference[];
}

/** One text for everything that affects the numbers: with the same text, the same file gives the same verdict. */
export function analysisKey(tools: AnalysisTools, parameters: AnalysisParameters): string {
  const models = tools.references.map(({ role, sha256 }) => ({ role, sha256 }));
  return canonicalJson({
    parameters,
    models,
    provider: tools.provider.name,
    exhibit: tools.versions.exhibit,
  });
}
