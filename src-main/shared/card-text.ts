/** A model card as Markdown, for whoever opens the folder without the application. */
import { aimText, bandText, decisionText, gatesText, riskLines } from './abstention-wording.ts';
import { cardTables } from './card-tables.ts';
import { pairedText } from './generalisation-wording.ts';
import { cardMetrics } from './metrics.ts';
import type { Estimate, MetricRow, ModelCard } from './model-card.ts';
import { markdownTable } from './text-table.ts';

export function cardText(card: ModelCard): string {
  const { data, band, abstention, likelihood, guest } = card;
  const last = card.training.at(-1);
  return [
    `# ${card.name}`,
    guest
      ? `A detector that the lab brought, calibrated ${card.createdAt}: ${guest.architecture}. Trained on: ` +
        `${guest.training}. Origin: ${guest.origin}. Licence: ${card.licence}.`
      : `Trained ${card.createdAt} on the embedder ${card.embedder}. Licence: ${card.licence}.`,
    '## Use',
    card.intendedUse,
    '## Limits',
    card.limits.map((limit) => `- ${limit}`).join('\n'),
    '## Data',
    `${data.name}: ${data.realVideos} real and ${data.fakeVideos} fake videos, ${data.realFaces} real and ` +
      `${data.fakeFaces} fake faces, ${data.identities} people.`,
    '## Error rates on held-out data',
    `${card.split}\n\nIntervals are 95 %, from bootstrap draws of independent groups of videos. Accuracy, precision, recall and F1 ` +
      'are at even odds; fake is the positive class.',
    table(card.metrics),
    pairedText(card.paired),
    ...cardTables(card).map(markdownTable),
    '## Decision',
    `Threshold ${band.threshold.toFixed(3)}; ${bandText(band, 3)}; else inconclusive. Also inconclusive: ` +
      `${gatesText(band.gates)}.`,
    '## Abstention',
    `${decisionText(abstention)} ${aimText(abstention)} Both classes have the same weight. The limits for the videos of each fold ` +
      'come from the other folds.',
    riskLines(abstention)
      .map((line) => `- ${line}`)
      .join('\n'),
    '## Likelihood ratios',
    `Cllr ${withInterval(likelihood.cllr)} on held-out videos; 1 is the cost of giving no information. ` +
      (likelihood.given ? 'Likelihood ratios are given.' : 'No likelihood ratio is given.'),
    guest ? '## Calibration' : '## Training',
    Object.entries(card.parameters)
      .map(([name, value]) => `- ${name}: ${value}`)
      .join('\n'),
    last === undefined
      ? ''
      : `After epoch ${last.epoch}: triplet loss ${last.loss.toPrecision(3)}, ` +
        `${(last.violating * 100).toFixed(1)} % of triplets still violate the margin.`,
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

function table(rows: readonly MetricRow[]): string {
  const header = ['Split', 'Level', 'Classifier', 'Real', 'Fake', ...cardMetrics];
  const lines = rows.map((row) => [
    row.split === 'by-frame' ? 'by frame (leaks people)' : 'by person',
    row.level,
    row.classifier,
    row.real,
    row.fake,
    ...cardMetrics.map((column) => withInterval(row[column])),
  ]);
  return [header, header.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

const withInterval = ({ value, low, high }: Estimate) =>
  `${value.toFixed(3)} (${low.toFixed(3)}–${high.toFixed(3)})`;
