/**
 * Decides a finding again, by the limits and the card of its model: its verdicts from the scores that it states, and from
 * those that were computed here. Right scores under a wrong verdict would otherwise pass.
 */
import type { StoredFace, StoredFinding } from '../../shared/case.ts';
import type { Face, Verdict } from '../../shared/domain.ts';
import type { ModelCard } from '../../shared/model-card.ts';
import { outcomeWords } from '../../shared/wording.ts';
import type { ClassifierModel } from '../classifiers/classifier-model.ts';
import { decisionRule } from '../pipeline/decision-rule.ts';
import { ownValue } from '../../shared/own-value.ts';
import { canonicalJson } from '../support/canonical-json.ts';
import { decideTrack, decideVideo, type DecisionRule } from '../verdict/decide.ts';

interface Rules {
  classifier: Pick<ClassifierModel, 'band' | 'card' | 'likelihood'>;
  /** Version of Exhibit: another one may word the same reasons otherwise. */
  exhibit: string;
}

/** Means and logarithms of the same numbers, on another processor. */
const ROUNDING = 1e-6;

/**
 * @param card of its model, as stored in the case
 * @param measured faces as they are here, by the number of the stored one
 * @returns what is not as the model has it, as sentences
 */
export function faultsOfVerdicts(
  finding: StoredFinding,
  card: ModelCard | null,
  measured: ReadonlyMap<number, Face>,
  { classifier, exhibit }: Rules,
): string[] {
  const rule = decisionRule(classifier);
  const stated = decide(finding, rule, (face) => face);
  const here = decide(finding, rule, (face) => measured.get(face.faceId) ?? face);
  const verdicts = [
    ...finding.tracks.map(
      ({ id, verdict }, place) => [`Track ${id}`, verdict, stated.tracks[place]!] as const,
    ),
    ['The video', finding.verdict, stated.video] as const,
  ];
  const wrong = verdicts.filter(([, given, decided]) => !isSame(given, decided));
  const worded = verdicts.filter(
    ([, given, decided]) => isSame(given, decided) && !isSameJson(given.reasons, decided.reasons),
  );
  return [
    ...(isSameJson(finding.band, classifier.band)
      ? []
      : ['The limits in the finding are not those of its model.']),
    ...(card === null || saysTheSame(card, classifier.card)
      ? []
      : ['The card of the model in the case has other figures or words than the card of the model here.']),
    ...wrong.map(
      ([what, given, decided]) =>
        `${what} has the verdict ${inWords(given)}; by the stated scores it is ${inWords(decided)}.`,
    ),
    ...(finding.versions.exhibit === exhibit ? worded : []).map(
      ([what]) => `${what} has other reasons under its verdict than its scores give.`,
    ),
    ...(here.video.outcome === stated.video.outcome
      ? []
      : [`By the scores computed here the video is ${inWords(here.video)}, not ${inWords(stated.video)}.`]),
  ];
}

function decide(
  { tracks, media, frames }: StoredFinding,
  rule: DecisionRule,
  seen: (face: StoredFace) => Face,
): { tracks: Verdict[]; video: Verdict } {
  const decided = tracks.map((track) => {
    const faces = track.faces.map(seen);
    return { ...track, faces, verdict: decideTrack(faces, rule) };
  });
  const framesUsed = frames.filter(({ skipped }) => skipped === null).length;
  const video = decideVideo(decided, { kind: media.kind, framesUsed }, rule);
  return { tracks: decided.map(({ verdict }) => verdict), video };
}

const isSame = (a: Verdict, b: Verdict): boolean =>
  a.outcome === b.outcome &&
  isNear(a.score, b.score) &&
  isNear(a.log10LikelihoodRatio, b.log10LikelihoodRatio);

const isNear = (a: number | null, b: number | null): boolean =>
  a === null || b === null ? a === b : Math.abs(a - b) <= ROUNDING;

/** Whether all that is stated stands on the card too. An older Exhibit did not read every member of a newer card. */
function saysTheSame(stated: unknown, own: unknown): boolean {
  if (typeof stated !== 'object' || stated === null) return stated === own;
  if (typeof own !== 'object' || own === null || Array.isArray(stated) !== Array.isArray(own)) return false;
  if (Array.isArray(stated) && stated.length !== (own as unknown[]).length) return false;
  return Object.entries(stated).every(([name, value]) =>
    saysTheSame(value, ownValue(own as Record<string, unknown>, name)),
  );
}

const isSameJson = (a: unknown, b: unknown): boolean => canonicalJson(a) === canonicalJson(b);

function inWords({ outcome, score, log10LikelihoodRatio }: Verdict): string {
  const ratio =
    log10LikelihoodRatio === null ? '' : `, log10 of its likelihood ratio ${log10LikelihoodRatio.toFixed(2)}`;
  const numbers = score === null ? '' : ` (score ${score.toFixed(2)}${ratio})`;
  return `${outcomeWords[outcome].toLowerCase()}${numbers}`;
}
