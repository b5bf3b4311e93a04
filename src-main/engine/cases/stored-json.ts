/**
 * JSON in the tables of a case. Its form is checked as far as everything that reads it depends on it: an edited value
 * must be named, and not end the command that meets it. Whether it is the value that was stored, `verify` tells by its
 * digest.
 */
import type {
  AnalysisParameters,
  DecisionBand,
  DecisionLimits,
  Landmarks,
  MediaInfo,
} from '../../shared/domain.ts';
import { EngineError } from '../../shared/errors.ts';
import { analysisParameters } from '../../shared/analysis-parameters-schema.ts';

type Form<T> = (value: unknown) => value is T;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const hasNumbers = (value: unknown, names: readonly string[]): boolean =>
  isObject(value) && names.every((name) => typeof value[name] === 'number');

/** An object whose members are not looked at, or with these texts in it. */
export const object =
  <T extends object>(...texts: (keyof T & string)[]): Form<T> =>
  (value): value is T =>
    isObject(value) && texts.every((name) => typeof value[name] === 'string');

export const media: Form<Omit<MediaInfo, 'streams'>> = (value): value is MediaInfo =>
  isObject(value) &&
  typeof value['container'] === 'string' &&
  isObject(value['tags']) &&
  isObject(value['video']);

export const texts: Form<string[]> = (value): value is string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string');

/**
 * A batch that was interrupted, and detection, work with them again: values that no command takes would use up all time or
 * memory.
 */
export const parameters: Form<AnalysisParameters> = (value): value is AnalysisParameters =>
  analysisParameters.safeParse(value).success;

export const band: Form<DecisionBand> = (value): value is DecisionBand =>
  hasNumbers(value, ['threshold', 'realBelow', 'fakeAbove']);

export const limits: Form<DecisionLimits> = (value): value is DecisionLimits =>
  band(value) && isObject((value as DecisionLimits).gates);

export const landmarks: Form<Landmarks> = (value): value is Landmarks =>
  Array.isArray(value) && value.length === 5 && value.every((point) => hasNumbers(point, ['x', 'y']));

/**
 * @param place where it stands, such as "finding 3, media"
 * @throws EngineError case/damaged
 */
export function storedJson<T>(json: string, form: Form<T>, place: string): T {
  try {
    const value: unknown = JSON.parse(json);
    if (form(value)) return value;
  } catch (cause) {
    throw damaged(place, cause);
  }
  throw damaged(place);
}

const damaged = (place: string, cause?: unknown) =>
  new EngineError(
    'case/damaged',
    `The case is damaged: ${place} was changed outside Exhibit and can no longer be read. Use a backup copy of it. The evidence files are not affected.`,
    { cause },
  );
