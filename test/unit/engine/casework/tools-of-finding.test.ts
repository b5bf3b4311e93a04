import { expect, it } from 'vitest';
import { toolsOfFinding } from '../../../../src-main/engine/casework/tools-of-finding.ts';
import type { Toolbox } from '../../../../src-main/engine/toolbox.ts';
import type { ModelReference } from '../../../../src-main/shared/domain.ts';

const model = (role: ModelReference['role'], name: string, sha256 = name): ModelReference => ({
  ...{ role, name, sha256 },
});
const finding = {
  models: [model('detector', 'old detector'), model('embedder', 'artefact'), model('classifier', 'default')],
};
const inUse = (...references: ModelReference[]) =>
  ({ analysisTools: () => Promise.resolve({ references }) }) as unknown as Toolbox;

it('are those in use where embedder, model and detectors of the lab are the finding’s own', async () => {
  const toolbox = inUse(model('embedder', 'artefact'), model('classifier', 'renamed', 'default'));
  await expect(toolsOfFinding(finding, toolbox)).resolves.toBeDefined();
});

it.each([
  ['the model', [model('embedder', 'artefact'), model('classifier', 'default', 'trained anew')]],
  ['the embedder', [model('classifier', 'default')]],
])('are refused where %s is another one', async (_what, references) => {
  await expect(toolsOfFinding(finding, inUse(...references))).rejects.toMatchObject({
    code: 'models/other-in-use',
  });
});

it('are refused where a detector of the lab is missing', async () => {
  const models = [...finding.models, model('guest', 'ours')];
  const toolbox = inUse(model('embedder', 'artefact'), model('classifier', 'default'));
  await expect(toolsOfFinding({ models }, toolbox)).rejects.toThrow(/with ours/);
});
