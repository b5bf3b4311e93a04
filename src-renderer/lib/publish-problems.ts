import { MODEL_NAME } from '../../src-main/shared/model-name.ts';
import { texts } from '../texts/texts.ts';

/** What stands in the way of publishing a run, as sentences. */
export function publishProblems(name: string, licence: string): string[] {
  const named = MODEL_NAME.test(name);
  return [
    ...(named ? [] : [texts.runs.nameRule]),
    ...(licence.trim() === '' ? [texts.runs.licenceRule] : []),
  ];
}
