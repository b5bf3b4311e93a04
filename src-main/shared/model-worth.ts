/** What a model is worth, in one line: the first thing that whoever reads its verdicts must know. */
import { quoted } from './foreign-text.ts';
import { verdictShareText } from './abstention-wording.ts';
import type { ModelCard } from './model-card.ts';
import { answers, outcomeWords, percentText } from './wording.ts';

export function modelWorth({
  name,
  abstention: { decides, applied },
}: Pick<ModelCard, 'name' | 'abstention'>): string {
  if (!decides) {
    return (
      `The model ${quoted(name)} gives no verdicts: tests on held-out videos could not show that it is right often enough. ` +
      'Every video stays inconclusive.'
    );
  }
  const said = answers.map((answer) => ({
    outcome: outcomeWords[answer].toLowerCase(),
    error: applied.answers[answer].error,
  }));
  const wrong = said.flatMap(({ outcome, error }) =>
    error === null
      ? []
      : [
          `${percentText(error.value)} of its answers ${quoted(outcome)} (95 % interval ${percentText(error.low)} to ${percentText(error.high)})`,
        ],
  );
  return [
    `The model ${quoted(name)} was tested on held-out videos. ${verdictShareText(applied)}; the others stay inconclusive. ` +
      `Then ${wrong.join(' and ')} would be wrong.`,
    ...said.flatMap(({ outcome, error }) => (error === null ? [`It never answers ${quoted(outcome)}.`] : [])),
  ].join(' ');
}
