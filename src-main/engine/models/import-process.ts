/** Entry of the process that reads, tries and stores the network or model of a stranger. */
import type { NetworkFolders } from '../embedding/installed-embedders.ts';
import { answerOnce } from '../support/answer-once.ts';
import { importNetwork, type NetworkImport } from '../weights/import-network.ts';
import { importModel } from './model-archive.ts';

export type ImportRequest =
  | { network: NetworkImport; folders: NetworkFolders; modelNames: readonly string[] }
  | { model: string; library: string; taken: readonly string[] };

answerOnce((request: ImportRequest): Promise<unknown> => {
  if ('model' in request) return importModel(request.model, request.library, request.taken);
  return importNetwork(request.network, request.folders, request.modelNames);
});
