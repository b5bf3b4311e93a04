import type { StoredFinding } from '../../shared/case.ts';
import type { ModelReference } from '../../shared/domain.ts';
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
  const inUse = new Set(tools.references.map(keyOf));
  const scorers = models.filter(({ role }) => ['embedder', 'classifier', 'guest'].includes(role));
  const missing = scorers.find((model) => !inUse.has(keyOf(model)));
  if (scorers.every(({ role }) => role !== 'classifier')) throw noModel();
  if (missing === undefined) return tools;
  throw new EngineError(
    'models/other-in-use',
    `The finding was made with ${missing.name} (SHA-256 ${missing.sha256.slice(0, 12)}…), which is not in use here. Put that model in use, or analyse the video again.`,
  );
}

/** By what it is for: a model must not pass under the SHA-256 of a detector. */
const keyOf = ({ role, sha256 }: Pick<ModelReference, 'role' | 'sha256'>): string => `${role} ${sha256}`;

const noModel = () =>
  new EngineError(
    'models/other-in-use',
    'The finding does not say which model made it. Analyse the video again.',
  );
