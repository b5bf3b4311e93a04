/** What a reader must know before quoting a figure of a run. */
import type { ExperimentParameters } from '../../shared/lab.ts';
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
  const groups = new Set(faces.map(({ group }) => group)).size;
  if (groups < FEW_GROUPS) {
    remarks.push(
      `The clips fall into ${groups} independent ${groups === 1 ? 'group' : 'groups'}: the intervals, which are drawn over groups, mean nothing.`,
    );
  }
  if (leaky) {
    remarks.push(
      'The split by frame has faces of the same people and clips on both sides. Its figures are inflated and stand here only to show by how much.',
    );
  }
  const [plan] = plans;
  const leftOut = Math.max(0, ...plan!.stages.map(({ alikeLeftOut }) => alikeLeftOut));
  if (leftOut > 0) {
    remarks.push(
      `Up to ${leftOut} clips were left out of the training of a fold because somebody held out looks like whom they show.`,
    );
  }
  if (plan!.split !== 'by-identity') {
    const clips = plan!.stages.flatMap(({ train, test }) => clipsOfKnownPeople(train, test));
    remarks.push(
      `This split does not keep people apart: ${clips.length} of the ${videos} clips show, when they are tested, a person ` +
        'who was trained on, by name or by likeness. What it measures is partly who is seen.',
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
