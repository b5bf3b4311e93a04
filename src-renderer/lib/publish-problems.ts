import { MODEL_NAME } from '../../src-main/shared/model-name.ts';

/** What stands in the way of publishing a run, as sentences. */
export function publishProblems(name: string, licence: string): string[] {
  const named = MODEL_NAME.test(name);
  return [
    ...(named
      ? []
      : [
          'A name begins with a letter or digit and holds letters, digits, spaces, dots and dashes, at most 100.',
        ]),
    ...(licence.trim() === ''
      ? ['Say under which terms the model may be used: the terms of the training data apply to the model.']
      : []),
  ];
}
