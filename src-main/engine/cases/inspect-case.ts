/**
 * Entry of the process that opens a stranger's case first: it takes one request, answers once and ends. SQLite cannot
 * be stopped from within while it reads, but a process can be ended.
 */
import { reportOf, type ErrorReport } from '../../shared/errors.ts';
import { stateOf, type FileState } from './file-state.ts';
import { tryCase } from './opening.ts';

export interface InspectionRequest {
  path: string;
  /** Also completes what a crash left in the journal beside the case, as opening for work does. */
  forWork: boolean;
}

export type InspectionAnswer = { ok: true; state: FileState } | { ok: false; error: ErrorReport };

process.once('message', (request) => {
  process.send?.(answer(request as InspectionRequest), () => process.exit());
});

function answer({ path, forWork }: InspectionRequest): InspectionAnswer {
  try {
    tryCase(path, forWork);
    return { ok: true, state: stateOf(path) };
  } catch (error) {
    return { ok: false, error: reportOf(error) };
  }
}
