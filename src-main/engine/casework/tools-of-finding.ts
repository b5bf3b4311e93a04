import type { StoredFinding } from '../../shared/case.ts';
import { EngineError } from '../../shared/errors.ts';
import type { AnalysisTools } from '../pipeline/analysis-tools.ts';
import type { Toolbox } from '../toolbox.ts';

/**
 * What a finding was made with, to score further faces beside it: scores of another model say something else.
 * @throws EngineError models/other-in-use where the model or a detector of the finding is not in use here; as
 *   `Toolbox.analysisTools`
 */
export async function toolsOfFinding(
  { models }: Pick<StoredFinding, 'models'>,
  toolbox: Toolbox,
): Promise<AnalysisTools> {
  const tools = await toolbox.analysisTools();
  const inUse = new Set(tools.references.map(({ sha256 }) => sha256));
  const scorers = models.filter(({ role }) => ['embedder', 'classifier', 'guest'].includes(role));
  const missing = scorers.find(({ sha256 }) => !inUse.has(sha256));
  if (missing === undefined) return tools;
  throw new EngineError(
    'models/other-in-use',
    `The finding was made with ${missing.name} (SHA-256 ${missing.sha256.slice(0, 12)}…), which is not in use here. Put that model in use, or analyse the video again.`,
  );
}
