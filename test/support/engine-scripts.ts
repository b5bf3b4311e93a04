/** The sources of what the engine runs in processes and threads of its own; Node reads them as they are. */
import { join } from 'node:path';
import type { EngineScripts } from '../../src-main/engine/engine.ts';

const engine = join(import.meta.dirname, '..', '..', 'src-main', 'engine');

export const engineScripts: EngineScripts = {
  providerTrial: join(engine, 'inference', 'provider-trial.ts'),
  faceWorker: join(engine, 'pipeline', 'face-worker.ts'),
  caseInspection: join(engine, 'cases', 'inspect-case.ts'),
  modelImport: join(engine, 'models', 'import-process.ts'),
  credentials: join(engine, 'media', 'credentials', 'credentials-process.ts'),
};
