/** Analyses of the open case's evidence, as jobs. */
import type { Job } from '../../shared/case.ts';
import type { AnalysisParameters } from '../../shared/domain.ts';
import { EngineError } from '../../shared/errors.ts';
import type { JobRunner } from '../jobs/analysis-queue.ts';
import type { AnalysisTools } from '../pipeline/analysis-tools.ts';
import type { Toolbox } from '../toolbox.ts';
import type { CurrentCase } from './current-case.ts';
import { requireSound } from './require-sound.ts';

export interface Analysis {
  /** Events report how the job goes. @throws EngineError case/none-open, as `requireSound`, and errors of the tools */
  start(evidenceIds: readonly number[], parameters: AnalysisParameters): Promise<Job>;
  /** Continues a job that a crash, a full disk or the end of the program interrupted. @throws as start */
  resume(jobId: number): Promise<Job>;
  jobs(): Job[];
  /** Ends the job, at the latest after the current step; finished videos stay. */
  cancel(jobId: number): void;
}

export function createAnalysis(toolbox: Toolbox, current: CurrentCase): Analysis {
  /** Ids belong to the case that is open now. Loading the tools takes seconds; meanwhile the case may be closed. */
  async function withTools(begin: (jobs: JobRunner, tools: AnalysisTools) => Job): Promise<Job> {
    const opened = current.opened();
    await requireSound(opened.file);
    const tools = await toolbox.analysisTools();
    if (!current.isOpen(opened)) {
      throw new EngineError(
        'case/none-open',
        'The case was closed before its analysis began. Open it and start again.',
      );
    }
    return begin(opened.jobs, tools);
  }

  return {
    start: (evidenceIds, parameters) =>
      withTools((jobs, tools) => jobs.start(evidenceIds, parameters, tools)),
    resume: (jobId) => withTools((jobs, tools) => jobs.resume(jobId, tools)),
    jobs: () => current.opened().file.jobs.list(),
    cancel: (jobId) => current.opened().jobs.cancel(jobId),
  };
}
