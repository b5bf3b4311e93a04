/** Where the faces of the track that decided are near a limit of the model or beyond it. */
import type { StoredFinding, StoredTrack } from '../../../shared/case.ts';
import { refusalLimits } from '../../../shared/face-limits.ts';
import { classifierName } from '../../../shared/lab-wording.ts';
import { countOf, percentText } from '../../../shared/wording.ts';
import { MIN_USABLE_FACES, observe, type Observation } from '../../verdict/confidence.ts';
import { facesNotScored } from '../../verdict/wording.ts';
import type { AnnexLine, Questioned } from './annex-line.ts';

/** Near a limit: within this share of it. */
const NEAR = 0.25;
/** Farther from the training data than half of the held-out faces. */
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
            'Would these faces have said otherwise?',
          ),
        ]),
    ...turnedLine(faces, failure),
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

function noveltyLine({ novelty }: Observation, { band }: StoredFinding, failure: Failure): AnnexLine[] {
  if (novelty === null || novelty < FAR) return [];
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
      `The faces are ${quality.sizePx.toFixed(0)} px on average, ${place} the limit of ${limit.toFixed(0)} px.`,
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
  const each = Object.entries(classifiers).map(
    ([name, score]) => `${classifierName(name)} ${score.toFixed(2)}`,
  );
  return [
    failure(
      `The classifiers are ${disagreement.toFixed(2)} apart.`,
      `${each.join(', ')}; limit ${band.gates.disagreement.toFixed(2)}`,
      'Which of them is right?',
    ),
  ];
}

function turnedLine(faces: readonly Scored[], failure: Failure): AnnexLine[] {
  const yaw = faces.reduce((sum, { quality }) => sum + Math.abs(quality.yawDegrees), 0) / faces.length;
  if (yaw < TURNED_DEGREES) return [];
  return [
    failure(
      `The faces are turned by ${yaw.toFixed(0)}° on average. The card has no figures by the turn of the head.`,
      `scored up to ${refusalLimits.maxYawDegrees}°`,
      'How does the model do on faces from the side?',
    ),
  ];
}

/** Each track that is judged is another chance of a wrong answer (Šidák 1967), as `decideVideo` says. */
function peopleLine({ tracks }: StoredFinding, falseFakes: number | null): AnnexLine[] {
  const judged = tracks.filter(
    ({ faces }) => faces.filter(({ score }) => score !== null).length >= MIN_USABLE_FACES,
  ).length;
  if (judged < 2) return [];
  const risk =
    falseFakes === null || falseFakes === 0
      ? ''
      : ` With one track a video, ${percentText(falseFakes)} of the real videos were called likely fake; with ${judged} it would be about ${percentText(1 - (1 - falseFakes) ** judged)}.`;
  return [
    {
      part: 'failure',
      text: `${judged} tracks were judged, and the most suspicious one decides.${risk}`,
      datum: `this video, tracks with at least ${MIN_USABLE_FACES} scored faces`,
      question: 'Was one of many faces picked because it scored highest?',
    },
  ];
}
