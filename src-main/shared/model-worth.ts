/** What a model is worth, in one line: the first thing that whoever reads its verdicts must know. */
import type { ModelCard } from './model-card.ts';
import { outcomeWords } from './wording.ts';

const percent = (share: number) => `${Math.round(100 * share)} %`;

export function modelWorth({ abstention: { decides, applied } }: Pick<ModelCard, 'abstention'>): string {
  if (!decides) {
    return (
      'This model gives no verdicts: tests on held-out videos could not show that it is right often enough. ' +
      'Every video stays inconclusive.'
    );
  }
  const answers = (['likely-fake', 'likely-real'] as const).map((answer) => ({
    name: outcomeWords[answer].toLowerCase(),
    error: applied.answers[answer].error,
  }));
  const wrong = answers.flatMap(({ name, error }) =>
    error === null
      ? []
      : [
          `${percent(error.value)} of its answers ${name} (95 % interval ${percent(error.low)} to ${percent(error.high)})`,
        ],
  );
  return [
    `On held-out videos this model decided ${percent(applied.coverage.value)}.`,
    `With as many real as fake videos, ${wrong.join(' and ')} would be wrong.`,
    ...answers.flatMap(({ name, error }) => (error === null ? [`It never answers ${name}.`] : [])),
  ].join(' ');
}
