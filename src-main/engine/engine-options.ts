/** What an engine is made with. */
import type { PrintPdf } from '../shared/case.ts';
import type { ProviderName } from '../shared/domain.ts';
import type { Log } from '../shared/log.ts';

/** Files that run in processes or threads of their own: as they were built, or their sources. */
export interface EngineScripts {
  /** `inference/provider-trial.ts` */
  providerTrial: string;
  /** `pipeline/face-worker.ts` */
  faceWorker: string;
  /** `cases/inspect-case.ts` */
  caseInspection: string;
  /** `models/import-process.ts` */
  modelImport: string;
  /** `media/credentials/credentials-process.ts` */
  credentials: string;
}

export interface EngineOptions {
  /** The folder that holds models/ and resources/. */
  resources: string;
  /** Where the remembered provider and the user's own models are. */
  settingsFolder: string;
  version: string;
  scripts: EngineScripts;
  provider?: ProviderName | 'auto';
  /** Name or folder of the classifier model; the active one when left out. */
  model?: string | undefined;
  /** The lab's own file; among the settings when left out. */
  labFile?: string | undefined;
  /** Told of every failure that is answered with a message alone; nobody is when left out. */
  log?: Log;
  /** Makes a PDF of a report's HTML; only the app can. */
  printPdf?: PrintPdf;
  /** Ends what is under way before a job exists, such as the trial of a provider. */
  signal?: AbortSignal;
}
