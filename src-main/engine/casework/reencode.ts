/** Encodes a video of the open case one step further down, scores the copy, and keeps the answer in the audit log. */
import { EngineError } from '../../shared/errors.ts';
import type { StoredReencoding } from '../../shared/reencoding.ts';
import { analyseReencoded } from '../pipeline/analyse-reencoded.ts';
import type { Toolbox } from '../toolbox.ts';
import type { CheckedRun } from './checked-run.ts';
import type { OpenCase } from './current-case.ts';
import { findingOf } from './evidence-detail.ts';
import { requireSound } from './require-sound.ts';
import { toolsOfFinding } from './tools-of-finding.ts';

/**
 * @returns what is in the log already, where it was made of the same finding with the same program and provider
 * @throws EngineError case/blind, case/nothing-to-reencode, models/other-in-use; as `requireSound` and `analyseReencoded`; the abort reason
 */
export async function reencode(
  { file }: OpenCase,
  evidenceId: number,
  toolbox: Toolbox,
  run: CheckedRun,
): Promise<StoredReencoding> {
  const { row, finding } = findingOf(file, evidenceId);
  if (row.blind) throw hidden();
  if (finding === null || finding.verdict.score === null) throw noScore(row.name);
  if (finding.media.kind === 'still') throw stillPicture(row.name);
  const tools = await toolsOfFinding(finding, toolbox);
  const known = file.reencodings().get(finding.id);
  const isSame = known?.by.provider === tools.provider.name && known.by.exhibit === tools.versions.exhibit;
  if (known && isSame) return known;
  await requireSound(file);
  await run.check();
  const content = await analyseReencoded(finding, file.reach(row.path), tools, run);
  await run.check();
  // Also where the case was closed meanwhile.
  run.signal.throwIfAborted();
  const { at } = file.audit.append('evidence-reencoded', { evidenceId, ...content });
  return { ...content, at };
}

const hidden = () =>
  new EngineError(
    'case/blind',
    'This case works blind first: store your first impression of the video, then ask how its answer moves.',
  );

const noScore = (name: string) =>
  new EngineError(
    'case/nothing-to-reencode',
    `${name} has no score that a copy could be compared with. Analyse it first, or choose a video with a score.`,
  );

const stillPicture = (name: string) =>
  new EngineError(
    'case/nothing-to-reencode',
    `${name} is a still picture: the steps are those of videos. Choose a video.`,
  );
