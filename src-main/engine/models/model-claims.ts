/**
 * What a model claims in two places has to agree: its manifest decides, and its card has the error rates that go with the
 * decisions. A stranger can write both. So nothing here shows that a card is true, only that it is the card of this
 * model and claims no more than its own counts support.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Answer } from '../../shared/domain.ts';
import { EngineError } from '../../shared/errors.ts';
import { quoted } from '../../shared/foreign-text.ts';
import { MAX_TEXT_CHARACTERS, type ModelCard } from '../../shared/model-card.ts';
import { isShowableName, MAX_NAME_CHARACTERS } from '../../shared/model-name.ts';
import { answers, outcomeWords } from '../../shared/wording.ts';
import { log10BoundOf } from '../classifiers/likelihood-ratio.ts';
import type { ModelManifest } from './model-folder.ts';

/** Of all texts of a card together. Those of ours have 5,000, and the names of methods come from a table. */
const MAX_TEXTS_CHARACTERS = 200_000;
/** What somebody gives for the card of a new model leaves room for what is measured. */
const MAX_GIVEN_CHARACTERS = 100_000;
const MAX_LIMITS = 20;
/** Of one class, on a card. A likelihood ratio of a million is then the largest that any card supports. */
const MAX_VIDEOS = 1_000_000;
/** Of the bound, which is computed from counts by whoever trained. */
const ROUNDING = 1e-9;

/** The part of a manifest that a card speaks of, too. */
export type ModelClaims = Pick<ModelManifest, 'name' | 'createdAt' | 'band' | 'likelihood'> & {
  embedder: Pick<ModelManifest['embedder'], 'name'>;
};

/** @throws EngineError models/invalid where manifest and card do not agree, or a text cannot be shown */
export function requireSoundClaims(manifest: ModelClaims, card: ModelCard): void {
  const fault = contradictionOf(manifest, card) ?? textFaultOf(card);
  if (fault === undefined) return;
  throw new EngineError(
    'models/invalid',
    `The model ${shown(manifest.name)} cannot be used: ${fault}. Get the model again from whoever made it, or train it again.`,
  );
}

/** @returns what is wrong, for a sentence; undefined where manifest and card agree */
export function contradictionOf(claims: ModelClaims, card: ModelCard): string | undefined {
  if (card.name !== claims.name) {
    return `its card is that of the model ${shown(card.name)}, and its manifest names ${shown(claims.name)}`;
  }
  if (card.embedder !== claims.embedder.name) {
    return `its card is measured with the embedder ${shown(card.embedder)}, and its manifest names ${shown(claims.embedder.name)}`;
  }
  if (card.createdAt !== claims.createdAt) {
    return 'its card and its manifest have different dates';
  }
  if (!isDeepStrictEqual(card.band, claims.band)) {
    return 'its manifest decides with other limits than those that the error rates on its card were measured with';
  }
  const unmeasured = answers.find((answer) => gives(claims, answer) && !isMeasured(card, answer));
  if (unmeasured !== undefined) {
    return `it answers ${quoted(outcomeWords[unmeasured].toLowerCase())}, and its card has no error rate of that answer`;
  }
  return likelihoodFault(claims, card);
}

/** Scores lie strictly between 0 and 1, so limits at 0 and 1 are never reached. */
const gives = ({ band }: ModelClaims, answer: Answer): boolean =>
  answer === 'likely-real' ? band.realBelow > 0 : band.fakeAbove < 1;

const isMeasured = ({ abstention: { decides, applied } }: ModelCard, answer: Answer): boolean =>
  decides && applied.answers[answer].error !== null;

function likelihoodFault({ likelihood }: ModelClaims, card: ModelCard): string | undefined {
  const { given, cllr } = card.likelihood;
  if (given !== (likelihood !== null)) {
    return given
      ? 'its card says that it gives likelihood ratios, and its manifest has no scale for them'
      : 'its card says that it gives no likelihood ratio, and its manifest has a scale for one';
  }
  if (likelihood === null) return undefined;
  if (!(cllr.high < 1)) {
    return 'it gives likelihood ratios, and its card does not show that they say more than nothing (Cllr below 1)';
  }
  const row = card.metrics.find(
    ({ classifier, level, split }) =>
      (classifier === 'combined' || classifier === 'guest') && level === 'video' && split === 'by-identity',
  );
  const [real, fake] = [row?.real ?? 0, row?.fake ?? 0];
  if (![real, fake].every((count) => Number.isInteger(count) && count >= 0 && count <= MAX_VIDEOS)) {
    return `its card counts videos that cannot be counted, or more than ${MAX_VIDEOS} of one class`;
  }
  // Groups are at most as many as videos, and a card counts videos.
  if (likelihood.log10Bound <= log10BoundOf(real, fake) + ROUNDING) return undefined;
  return (
    `its likelihood ratios reach 10^${likelihood.log10Bound}, and the ${real} real and ${fake} fake held-out videos on its card ` +
    `support ${Math.min(real, fake) + 1} at most`
  );
}

function textFaultOf(card: ModelCard): string | undefined {
  for (const name of [card.name, card.embedder]) {
    if (!isShowableName(name)) return `the name ${shown(name)} cannot be shown as it is: ${NAME_RULE}`;
  }
  if (card.limits.length > MAX_LIMITS) {
    return `its card has ${card.limits.length} limits, and ${MAX_LIMITS} are allowed`;
  }
  return lengthFaultOf(textsOf(card), MAX_TEXTS_CHARACTERS);
}

/**
 * Asked before hours of training, so that what comes of them can be loaded.
 * @param given texts for the card
 * @returns what is wrong, for a sentence
 */
export function givenTextFault(name: string, given: readonly string[]): string | undefined {
  if (!isShowableName(name)) return `a model cannot have the name ${shown(name)}: ${NAME_RULE}`;
  return lengthFaultOf(given, MAX_GIVEN_CHARACTERS);
}

const NAME_RULE = `a name has 1 to ${MAX_NAME_CHARACTERS} characters, without quotation marks, control characters and changes of writing direction`;

function lengthFaultOf(texts: readonly string[], most: number): string | undefined {
  const long = texts.find((text) => text.length > MAX_TEXT_CHARACTERS);
  if (long !== undefined) {
    return `the text ${shown(long)} on its card has ${long.length} characters, and ${MAX_TEXT_CHARACTERS} are allowed`;
  }
  const length = texts.reduce((sum, text) => sum + text.length, 0);
  return length > most
    ? `the texts on its card have ${length} characters together, and ${most} are allowed`
    : undefined;
}

const textsOf = (card: ModelCard): string[] => [
  ...[card.name, card.createdAt, card.licence, card.intendedUse, card.embedder, card.split, card.data.name],
  ...card.limits,
  ...Object.values(card.guest ?? {}),
  ...Object.entries(card.parameters).flatMap(([key, value]) => [key, String(value)]),
  ...card.methods.map(({ method }) => method ?? ''),
  ...card.conditions.map(({ condition }) => condition ?? ''),
];

/** The beginning says which text it is. */
const shown = (text: string): string => quoted(text.length > 60 ? `${text.slice(0, 60)}…` : text);
