/** Where the faces of the track that decided are near a limit of the model or beyond it. */
import type { StoredFinding, StoredTrack } from '../../../shared/case.ts';
import { refusalLimits } from '../../../shared/face-limits.ts';
import { classifierName } from '../../../shared/lab-wording.ts';
import { countOf, percentText } from '../../../shared/wording.ts';
import { MIN_USABLE_FACES, observe, type Observation } from '../../verdict/confidence.ts';
import { judgedTracks } from '../../verdict/decide.ts';
import { facesNotScored } from '../../verdict/wording.ts';
import type { AnnexLine, Questioned } from './annex-line.ts';

/** Near a limit: within this share of it. */
const NEAR = 0.25;
const FAR = 0.5;
/** With fewer, one face in ten is none: the trimmed mean leaves nothing out. */
const FEW_FACES = 10;
/** Beyond half of what is refused, the far side of a face is narrow. */
const TURNED_DEGREES = refusalLimits.maxYawDegrees / 2;

type Scored = StoredTrack['faces'][number] & { score: number };

export function faceLines({ finding, rule }: Questioned): AnnexLine[] {
  const track = decidingTrack(finding);
  if (track === null) return [];
  const faces = track.faces.filter((face): face is Scored => face.score !== null);
  const seen = observe(faces);
  const where = `track ${track.id}, ${countOf(faces.length, 'scored face')}`;
  const failure = (text: string, datum: string, question: string): AnnexLine => ({
    ...{ part: 'failure', text, question },
    datum: `${where}; ${datum}`,
  });
  const refused = facesNotScored(track.faces);
  return [
    ...noveltyLine(seen, finding, failure),
    ...sizeLine(seen, finding, failure),
    ...sharpnessLine(seen, finding, failure),
    ...disagreementLine(seen, finding, failure),
    ...(faces.length >= FEW_FACES
      ? []
      : [
          failure(
            `The answer rests on ${countOf(faces.length, 'usable face')}.`,
            `a verdict needs ${MIN_USABLE_FACES}`,
            'How far would the score move with one face more or less?',
          ),
        ]),
    ...(refused === null
      ? []
      : [
          failure(
            `Of the ${countOf(track.faces.length, 'face')} of the track, some were not scored: ${refused}.`,
            'reasons of refusal',
            'Would the score be another one with these faces?',
          ),
        ]),
    ...turnedLine(faces, where),
    ...peopleLine(finding, rule.falseFakes),
  ];
}

/** The track whose answer is that of the video; null where none has a score. */
function decidingTrack({ tracks, verdict }: StoredFinding): StoredTrack | null {
  if (verdict.score === null) return null;
  return (
    tracks.find(
      (track) => track.verdict.outcome === verdict.outcome && track.verdict.score === verdict.score,
    ) ?? null
  );
}

type Failure = (text: string, datum: string, question: string) => AnnexLine;

/** Near the limit of the model or beyond it; of a model without one, farther than half of the held-out faces. */
function noveltyLine({ novelty }: Observation, { band }: StoredFinding, failure: Failure): AnnexLine[] {
  const { novelty: limit } = band.gates;
  if (novelty === null || novelty < (limit < 1 ? limit * (1 - NEAR) : FAR)) return [];
  return [
    failure(
      `The faces are farther from the training data than ${percentText(novelty)} of held-out faces.`,
      band.gates.novelty < 1 ? `limit ${percentText(band.gates.novelty)}` : 'the model has no limit',
      'Do the error rates of the model hold for a face that is unlike its training data?',
    ),
  ];
}

function sizeLine(
  { quality }: Observation,
  { band: { gates } }: StoredFinding,
  failure: Failure,
): AnnexLine[] {
  const limit = gates.sizePx > 0 ? gates.sizePx : refusalLimits.minSizePx;
  if (quality === null || quality.sizePx >= limit * (1 + NEAR)) return [];
  const place = quality.sizePx < limit ? 'below' : 'near';
  return [
    failure(
      `The faces are ${quality.sizePx.toFixed(0)} px (trimmed mean), ${place} the limit of ${limit.toFixed(0)} px.`,
      gates.sizePx > 0 ? 'limit for a verdict' : 'limit for a score',
      'Is there enough detail in a face of this size?',
    ),
  ];
}

function sharpnessLine(
  { quality }: Observation,
  { band: { gates } }: StoredFinding,
  failure: Failure,
): AnnexLine[] {
  const limit = gates.sharpness > 0 ? gates.sharpness : refusalLimits.minSharpness;
  if (quality === null || quality.sharpness >= limit * (1 + NEAR)) return [];
  const place = quality.sharpness < limit ? 'below' : 'near';
  return [
    failure(
      `The sharpness of the faces is ${quality.sharpness.toFixed(0)} on average, ${place} the limit of ${limit.toFixed(0)}.`,
      gates.sharpness > 0 ? 'limit for a verdict' : 'limit for a score',
      'Is what the model saw the face, or the blur?',
    ),
  ];
}

/** From half of the limit on. */
function disagreementLine(
  { disagreement, classifiers }: Observation,
  { band }: StoredFinding,
  failure: Failure,
): AnnexLine[] {
  if (disagreement < band.gates.disagreement / 2) return [];
  const limit =
    band.gates.disagreement < 1 ? `limit ${band.gates.disagreement.toFixed(2)}` : 'the model has no limit';
  const each = Object.entries(classifiers).map(
    ([name, score]) => `${classifierName(name)} ${score.toFixed(2)}`,
  );
  return [
    failure(
      `The classifiers are ${disagreement.toFixed(2)} apart.`,
      `${each.join(', ')}; ${limit}`,
      'Which of them is right?',
    ),
  ];
}

function turnedLine(faces: readonly Scored[], where: string): AnnexLine[] {
  const yaw = faces.reduce((sum, { quality }) => sum + Math.abs(quality.yawDegrees), 0) / faces.length;
  if (yaw < TURNED_DEGREES) return [];
  return [
    {
      part: 'untested',
      text: `The faces are turned by ${yaw.toFixed(0)}° on average. The card has no figures by the turn of the head.`,
      datum: `${where}; scored up to ${refusalLimits.maxYawDegrees}°`,
      question: 'How does the model do on faces from the side?',
    },
  ];
}

/** Each track that is judged is another chance of a wrong answer (Šidák 1967), as `decideVideo` says. */
function peopleLine({ tracks }: StoredFinding, falseFakes: number | null): AnnexLine[] {
  const judged = judgedTracks(tracks).length;
  if (judged < 2) return [];
  const risk =
    falseFakes === null || falseFakes === 0
      ? ''
      : ` In tests with one track a video, ${percentText(falseFakes)} of the real videos were called likely fake. With ${judged} tracks it would be about ${percentText(1 - (1 - falseFakes) ** judged)}, if each erred independently of the others; tracks of one file share its encoding.`;
  return [
    {
      part: 'failure',
      text: `${judged} tracks were judged, and the most suspicious one decides.${risk}`,
      datum: `this video, tracks with at least ${MIN_USABLE_FACES} scored faces that are no background`,
      question: 'Was one of many faces picked because it scored highest?',
    },
  ];
}
