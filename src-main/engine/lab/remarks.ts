/** What a reader must know before quoting a figure of a run. */
import type { ExperimentParameters } from '../../shared/lab.ts';
import type { LabFace, Plan } from './run-plans.ts';

/** Makes an interval of ten percentage points or so about an accuracy of 0.8. */
const FEW_VIDEOS = 250;

export function remarksOn(
  { embedder, kind, leaky }: ExperimentParameters,
  faces: readonly LabFace[],
  plans: readonly Plan[],
): string[] {
  const remarks: string[] = [];
  const { split } = plans[0]!;
  const videos = new Set(faces.map(({ itemId }) => itemId)).size;
  if (embedder === 'xception-untrained') {
    remarks.push(
      'The network xception-untrained has random weights: it stands where imported Xception weights would, and its figures say nothing about Xception.',
    );
  } else if (kind === 'metric-learning' && embedder !== 'facenet') {
    remarks.push(`The paper stands on FaceNet; this run stands on ${embedder}.`);
  } else if (kind !== 'metric-learning' && embedder !== 'xception') {
    remarks.push(`The paper stands on Xception with ImageNet weights; this run stands on ${embedder}.`);
  }
  if (videos < FEW_VIDEOS) {
    remarks.push(`Measured on ${videos} videos: differences within the intervals mean nothing.`);
  }
  if (leaky) {
    remarks.push(
      'The split by frame has faces of the same people and clips on both sides. Its figures are inflated and stand here only to show by how much.',
    );
  }
  if (split !== 'by-identity') {
    remarks.push(
      `The ${split === 'official' ? 'official split' : 'split by video'} may have the same people on both sides: its figures can be too kind, and only a split by identity says what holds for people never seen.`,
    );
  }
  const alike = Math.max(...plans.flatMap(({ stages }) => stages.map(({ alikeLeftOut }) => alikeLeftOut)));
  if (alike > 0) {
    remarks.push(
      `Up to ${alike} clips were left out of the training of a fold because somebody held out looks like whom they show.`,
    );
  }
  return remarks;
}
