/** Work on the file of a finding, whose content is compared with that of the analysis before and after. */
import type { WorkRun } from '../support/work-run.ts';

export interface CheckedRun extends WorkRun {
  /** Before anything is stored. @throws EngineError media/changed-since-analysis */
  check(): Promise<void>;
}
