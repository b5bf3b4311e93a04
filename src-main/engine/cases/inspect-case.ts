/**
 * Entry of the process that opens a stranger's case first. SQLite cannot be stopped from within while it reads, but a
 * process can be ended.
 */
import { answerOnce } from '../support/answer-once.ts';
import { identityAt } from '../support/file-identity.ts';
import { tryCase } from './opening.ts';

export interface InspectionRequest {
  path: string;
  /** Also completes what a crash left in the journal beside the case, as opening for work does. */
  forWork: boolean;
}

answerOnce(({ path, forWork }: InspectionRequest) => {
  tryCase(path, forWork);
  return identityAt(path);
});
