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
  const wrong = (['likely-fake', 'likely-real'] as const).map((answer) => {
    const { error } = applied.answers[answer];
    const name = outcomeWords[answer].toLowerCase();
    return error === null
      ? `It never answers ${name}.`
      : `${percent(error.value)} of its answers ${name} were wrong (at most ${percent(error.high)}).`;
  });
  return [`On held-out videos this model decided ${percent(applied.coverage.value)}.`, ...wrong].join(' ');
}
