/** Clips whose labels a lab knows, through the analysis as casework runs it, and what comes of the answers. */
import { readFile } from 'node:fs/promises';
import { defaultParameters } from '../../shared/default-parameters.ts';
import { outcomes } from '../../shared/wording.ts';
import type { Label, Outcome } from '../../shared/domain.ts';
import { EngineError } from '../../shared/errors.ts';
import type { ModelCard } from '../../shared/model-card.ts';
import type { ValidatedClips } from '../../shared/validation.ts';
import { isTrainedOn, type TrainedOn } from '../embedding/trained-on.ts';
import { judgeRow } from '../evaluation/judge-row.ts';
import { independentGroups } from '../evaluation/splits.ts';
import { fingerprint } from '../media/fingerprint.ts';
import { analyseVideo } from '../pipeline/analyse-video.ts';
import type { AnalysisTools } from '../pipeline/analysis-tools.ts';
import { sha256Of } from '../support/sha256.ts';
import type { WorkRun } from '../support/work-run.ts';
import type { ManifestClip } from '../training/clip-table.ts';
import { readTrainingManifest } from '../training/training-manifest.ts';

interface ScoredClip {
  clip: ManifestClip;
  score: number;
}

/** The seed of resampling; figures of one table are the same every time. */
const SEED = 1;

/**
 * @param trainedOn whom the embedder was trained on; null where nobody said
 * @throws EngineError train/bad-manifest; the abort reason
 */
export async function validateClips(
  table: string,
  trainedOn: TrainedOn | null,
  tools: AnalysisTools,
  run: WorkRun,
): Promise<ValidatedClips> {
  const clips = await readTrainingManifest(table);
  const sha256 = sha256Of(await readFile(table));
  const scored: ScoredClip[] = [];
  const unscored: ValidatedClips['unscored'] = [];
  const answers = Object.fromEntries(outcomes.map((outcome) => [outcome, { real: 0, fake: 0 }])) as Record<
    Outcome,
    Record<Label, number>
  >;
  let known = 0;
  for (const [done, clip] of clips.entries()) {
    run.onProgress({ stage: 'detect', done, total: clips.length });
    if (trainedOn !== null && isTrainedOn(clip, trainedOn)) {
      known += 1;
      continue;
    }
    const quiet = { signal: run.signal, onProgress: () => undefined };
    try {
      const file = await fingerprint(clip.path, { signal: run.signal });
      const { verdict } = (await analyseVideo(clip.path, file, defaultParameters, tools, quiet)).finding;
      answers[verdict.outcome][clip.label] += 1;
      if (verdict.score === null) unscored.push({ path: clip.path, reason: verdict.reasons.join(' ') });
      else scored.push({ clip, score: verdict.score });
    } catch (error) {
      run.signal.throwIfAborted();
      if (!(error instanceof EngineError)) throw error;
      unscored.push({ path: clip.path, reason: error.message });
    }
  }
  const count = (label: Label) => scored.filter(({ clip }) => clip.label === label).length;
  return {
    ...{ table, sha256, listed: clips.length, real: count('real'), fake: count('fake') },
    ...{ unscored, known, auc: aucOf(scored), cardAuc: cardAuc(tools.classifier.card), answers },
  };
}

function aucOf(scored: readonly ScoredClip[]): ValidatedClips['auc'] {
  if (new Set(scored.map(({ clip }) => clip.label)).size < 2) return null;
  const groups = independentGroups(scored.map(({ clip }) => ({ ...clip, video: clip.path })));
  const scores = scored.map(({ clip: { label }, score }, place) => ({ label, score, group: groups[place]! }));
  const how = { classifier: 'combined', split: 'by-identity', level: 'video', threshold: 0.5 } as const;
  return judgeRow(scores, { ...how, seed: SEED }).auc;
}

const cardAuc = ({ metrics }: ModelCard): ValidatedClips['cardAuc'] =>
  metrics.find(
    ({ classifier, level, split }) =>
      classifier === 'combined' && level === 'video' && split === 'by-identity',
  )!.auc;
