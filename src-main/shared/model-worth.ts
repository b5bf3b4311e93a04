/** What a model is worth, in one line: the first thing that whoever reads its verdicts must know. */
import type { ModelCard } from './model-card.ts';
import { answers, outcomeWords, percentText } from './wording.ts';

export function modelWorth({ abstention: { decides, applied } }: Pick<ModelCard, 'abstention'>): string {
  if (!decides) {
    return (
      'This model gives no verdicts: tests on held-out videos could not show that it is right often enough. ' +
      'Every video stays inconclusive.'
    );
  }
  const said = answers.map((answer) => ({
    name: outcomeWords[answer].toLowerCase(),
    error: applied.answers[answer].error,
  }));
  const wrong = said.flatMap(({ name, error }) =>
    error === null
      ? []
      : [
          `${percentText(error.value)} of its answers ${name} (95 % interval ${percentText(error.low)} to ${percentText(error.high)})`,
        ],
  );
  return [
    `On held-out videos this model decided ${percentText(applied.coverage.value)}.`,
    `With as many real as fake videos, ${wrong.join(' and ')} would be wrong.`,
    ...said.flatMap(({ name, error }) => (error === null ? [`It never answers ${name}.`] : [])),
  ].join(' ');
}
