/** What a reader must know before quoting a figure of a run. */
import { countOf } from '../../shared/wording.ts';
import type { ExperimentParameters } from '../../shared/lab.ts';
import { isUnnamed } from '../support/person-names.ts';
import type { LabFace, Plan } from './run-plans.ts';

/** Makes an interval of ten percentage points or so about an accuracy of 0.8. */
const FEW_VIDEOS = 250;

/** A bootstrap over fewer draws hardly anything new. */
const FEW_GROUPS = 10;

export function remarksOn(
  { embedder, kind, leaky }: ExperimentParameters,
  faces: readonly LabFace[],
  plans: readonly Plan[],
): string[] {
  const remarks: string[] = [];
  const videos = new Set(faces.map(({ itemId }) => itemId)).size;
  if (embedder === 'xception-untrained') {
    remarks.push(
      'The network xception-untrained has random weights: it takes the place of imported Xception weights, and its figures say nothing about Xception.',
    );
  } else if (kind === 'metric-learning' && embedder !== 'facenet') {
    remarks.push(`The paper uses FaceNet; this run uses ${embedder}.`);
  } else if (kind !== 'metric-learning' && embedder !== 'xception') {
    remarks.push(`The paper uses Xception with ImageNet weights; this run uses ${embedder}.`);
  }
  if (videos < FEW_VIDEOS) {
    remarks.push(`Measured on ${videos} videos: differences within the intervals mean nothing.`);
  }
  const groups = new Set(faces.map(({ group }) => group)).size;
  if (groups < FEW_GROUPS) {
    remarks.push(`The clips form only ${countOf(groups, 'independent group')}: ignore the intervals.`);
  }
  const nameless = new Set(faces.filter(({ identity }) => isUnnamed(identity)).map(({ itemId }) => itemId))
    .size;
  if (nameless > 0 && plans[0]!.split === 'by-identity') {
    remarks.push(
      `${nameless} of ${countOf(videos, 'clip')} name no person. Their people are told apart by likeness alone, so one person may be in training and test.`,
    );
  }
  if (leaky) {
    remarks.push(
      'The split by frame has faces of the same people and clips in training and test. Its figures are too good; they are shown only for comparison.',
    );
  }
  const [plan] = plans;
  const leftOut = Math.max(0, ...plan!.stages.map(({ alikeLeftOut }) => alikeLeftOut));
  if (leftOut > 0) {
    remarks.push(
      `Up to ${leftOut} clips were excluded from the training of a fold: each resembles someone held out.`,
    );
  }
  if (plan!.split !== 'by-identity') {
    const clips = plan!.stages.flatMap(({ train, test }) => clipsOfKnownPeople(train, test));
    remarks.push(
      `Clips stay whole, but a person may appear in training and test, so the figures are too optimistic: ${clips.length} of the ` +
        `${videos} tested clips show a person of the training data, by name or by likeness.`,
    );
  }
  return remarks;
}

/** Tested clips with a person, seen or donor, who is trained on, or who looks like one. */
function clipsOfKnownPeople(train: readonly LabFace[], test: readonly LabFace[]): string[] {
  const people = new Set(train.flatMap(({ identity, donors = [] }) => [identity, ...donors]));
  const clips = new Set(train.map(({ video }) => video));
  const known = test.filter(
    ({ identity, donors = [], alike = [] }) =>
      [identity, ...donors].some((person) => people.has(person)) || alike.some((video) => clips.has(video)),
  );
  return [...new Set(known.map(({ video }) => video))];
}
