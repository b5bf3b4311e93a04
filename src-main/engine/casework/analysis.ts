/** Analyses of the open case's evidence, as jobs. */
import type { Job } from '../../shared/case.ts';
import type { AnalysisParameters } from '../../shared/domain.ts';
import { EngineError } from '../../shared/errors.ts';
import type { JobRunner } from '../jobs/analysis-queue.ts';
import type { AnalysisTools } from '../pipeline/analysis-tools.ts';
import type { Toolbox } from '../toolbox.ts';
import type { CurrentCase } from './current-case.ts';

export interface Analysis {
  /** The job's events follow. @throws EngineError case/none-open, and what is wrong with the tools */
  start(evidenceIds: readonly number[], parameters: AnalysisParameters): Promise<Job>;
  /** Goes on with what a crash, a full disk or the end of the program left of a job. @throws as start */
  resume(jobId: number): Promise<Job>;
  jobs(): Job[];
  /** Ends the job after at most the step under way; what is finished stays. */
  cancel(jobId: number): void;
}

export function createAnalysis(toolbox: Toolbox, current: CurrentCase): Analysis {
  /** The numbers are those of the case that is open now; loading the tools takes seconds, and it may be closed then. */
  async function withTools(begin: (jobs: JobRunner, tools: AnalysisTools) => Job): Promise<Job> {
    const opened = current.opened();
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
