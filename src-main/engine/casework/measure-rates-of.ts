/** Measures on labelled clips how often the model of a finding errs at the quality of its video, and keeps it in the audit log. */
import { EngineError } from '../../shared/errors.ts';
import type { StoredRates } from '../../shared/measured-rates.ts';
import type { Toolbox } from '../toolbox.ts';
import { measureRates } from '../validation/measure-rates.ts';
import type { CheckedRun } from './checked-run.ts';
import type { OpenCase } from './current-case.ts';
import { findingOf } from './evidence-detail.ts';
import { requireSound } from './require-sound.ts';
import { toolsOfFinding } from './tools-of-finding.ts';

interface Wish {
  evidenceId: number;
  /** Of labelled clips. */
  table: string;
}

/** @throws EngineError case/blind, case/nothing-to-measure, models/other-in-use; as `requireSound` and `measureRates`; the abort reason */
export async function measureRatesOf(
  { file }: OpenCase,
  { evidenceId, table }: Wish,
  settingsFolder: string,
  toolbox: Toolbox,
  run: CheckedRun,
): Promise<StoredRates> {
  const { row, finding } = findingOf(file, evidenceId);
  if (row.blind) throw hidden();
  if (finding === null || finding.verdict.score === null || finding.media.kind === 'still') {
    throw nothingToMeasure(row.name);
  }
  const tools = await toolsOfFinding(finding, toolbox);
  const trainedOn = await toolbox.trainedOn(tools.embedder.name);
  await requireSound(file);
  await run.check();
  const content = await measureRates(finding, { table, trainedOn, settingsFolder }, tools, run);
  // Also where the case was closed meanwhile.
  run.signal.throwIfAborted();
  const { at } = file.audit.append('rates-measured', { evidenceId, ...content });
  return { ...content, at };
}

const hidden = () =>
  new EngineError(
    'case/blind',
    'This case works blind first: store your first impression of the video, then measure error rates for it.',
  );

const nothingToMeasure = (name: string) =>
  new EngineError(
    'case/nothing-to-measure',
    `${name} is no video with a score, so there is no quality to bring clips to. Analyse it first, or choose a video with a score.`,
  );
