/** How the findings were made, and the error rates of the models, from the findings and the models' cards. */
import { rocChart } from '../../shared/charts/roc.ts';
import { cardTables } from '../../shared/card-tables.ts';
import {
  answerLines,
  bandText,
  decisionText,
  gatesText,
  riskLines,
  verdictShareText,
} from '../../shared/abstention-wording.ts';
import { pairedText } from '../../shared/generalisation-wording.ts';
import { classifierName } from '../../shared/lab-wording.ts';
import { cardMetrics, metricNames } from '../../shared/metrics.ts';
import type { MetricRow, ModelCard } from '../../shared/model-card.ts';
import { fileTests } from '../../shared/structure-wording.ts';
import type { Table } from '../../shared/table.ts';
import { VERBAL_SCALE } from '../../shared/verbal-scale.ts';
import {
  countOf,
  decoderText,
  estimateText,
  modelWords,
  providerWords,
  samplingText,
} from '../../shared/wording.ts';
import { drawn, facts, html, list, table, type Markup } from './markup.ts';
import type { Report, ReportedClassifier, SetUp } from './report.ts';
import { instantText } from './wording.ts';

const rocSize = { width: 460, height: 360 };

/** For the first page: how often answers like these were wrong, and how many videos got none. */
export function worthSection({ classifiers }: Pick<Report, 'classifiers'>): Markup | null {
  const own = classifiers.filter(({ card }) => !card.guest);
  return own.length === 0
    ? null
    : html`
        <h2>What these answers are worth</h2>
        ${own.map(
          ({ card }) => html`
            <p>
              ${own.length === 1 ? 'The model' : html`The model <b>${card.name}</b>`} was tested, according to
              its card, on videos of people it was not trained on. ${testText(card)}
            </p>
            ${card.abstention.decides ? list(answerLines(card.abstention)) : null}
          `,
        )}
        <p>A verdict is no proof. It must not be the only ground for a decision about a person.</p>
        <p class="soft">All figures are in “Error rates of the model”, after the findings.</p>
      `;
}

const testText = ({ abstention: { decides, applied } }: ModelCard): string =>
  decides
    ? `${verdictShareText(applied)}; all others stay inconclusive.`
    : 'We could not show that its answers are right often enough, so it gives no verdicts.';

/** The words that a reader of the findings needs. */
export const readingSection: Markup = html`
  <h3>How to read the findings</h3>
  <p>
    A score is the model’s estimate, from 0 to 1, of the probability that a face is fake. It is calibrated on
    held-out videos. It says something about the picture of the face, not about what the video shows or who
    made it. <b>Inconclusive</b> is a result: the observations do not support either side enough.
    <b>Not applicable</b> means that no face could be judged; it says nothing for or against the video.
  </p>
  <p>
    A likelihood ratio says how many times more probable the observations are if the face is fake than if it
    is real, or the other way round. It is no probability that the video is fake: how probable that was before
    the examination is for the court to say. The words for its degree are those of the ${VERBAL_SCALE}: below
    2 no support either way, from 2 weak, from 10 moderate, from 100 moderately strong support.
  </p>
`;

export const methodSection = ({ setUps }: Pick<Report, 'setUps'>): Markup => html`
  <h2>Method</h2>
  <p>
    Frames are sampled from the video and turned upright. A detector finds the faces. The faces of one person
    over time form a track. Faces that are too small, blurred, turned away or cut off are refused with that
    reason and not scored. An embedder and a head trained by metric learning turn each usable face into a
    vector, and two classifiers score that vector. The score of a face is the mean of their calibrated scores.
    The score of a track is the mean over its usable faces without the lowest and the highest tenth. The most
    suspicious track decides the video. The calibration is a curve that was fitted on the scores of held-out
    faces. The likelihood ratio is a logistic curve of the score, fitted on held-out videos at even odds, and
    not larger than the number of these videos supports. Their parameters are in the files of the model.
    Frames are counted from 0; the JSON report lists all that were sampled.
  </p>
  ${setUps.map(setUpSection)}
  <h4>What the files say of themselves</h4>
  ${table(
    ['Question', 'Applies to', 'Cannot tell'],
    Object.values(fileTests).map(({ question, appliesTo, cannotTell }) => [question, appliesTo, cannotTell]),
  )}
`;

const setUpSection = ({ number, parameters, models, provider, versions, band }: SetUp): Markup => html`
  <h4>Set-up ${number}</h4>
  ${facts([
    ['Frames', samplingText(parameters.sampling)],
    ['Smallest face', `${parameters.minFacePx} px in the frame at detection size`],
    [
      'Detection size',
      parameters.detectSizePx === null
        ? 'full frame'
        : `frames scaled down to ${parameters.detectSizePx} px on the long side`,
    ],
    [
      'Limits',
      `${bandText(band, 2)}, threshold ${band.threshold.toFixed(2)}; also inconclusive: ${gatesText(band.gates)}`,
    ],
    ...models.map(
      ({ role, name, sha256 }) =>
        [modelWords[role], html`${name} <span class="mono">${sha256}</span>`] as const,
    ),
    [
      'Computed on',
      `${providerWords[provider.name]}${provider.maxDifference > 0 ? `, largest difference from the CPU ${provider.maxDifference.toExponential(1)}` : ''}`,
    ],
    [provider.name === 'cpu' ? 'Note' : 'Warning', provider.warning],
    [
      'Software',
      `Exhibit ${versions.exhibit}, ONNX Runtime ${versions.onnxRuntime}, ffmpeg ${versions.ffmpeg}, Node ${versions.node}`,
    ],
    ['Decoder', decoderText(versions.decoder)],
  ])}
`;

export function errorRateSections({ classifiers }: Pick<Report, 'classifiers'>): Markup {
  const own = classifiers.filter(({ card }) => !card.guest);
  return html`
    <h2>Error rates of the model</h2>
    ${classifiers.length === 0 ? html`<p>The report has no findings, so no error rates apply.</p>` : null}
    ${
      own.length < 2
        ? null
        : html`<p class="note alarm">
            The findings were made with ${own.length} different models. The error rates of one model do not
            apply to findings of another. The set-up of each video shows which rates apply.
          </p>`
    }
    ${classifiers.map(errorRateSection)}
  `;
}

const errorRateSection = ({ card, sha256, setUps }: ReportedClassifier): Markup => html`
  <h3>${card.name}</h3>
  <p>${card.intendedUse}</p>
  ${facts([
    ['SHA-256', html`<span class="mono">${sha256}</span>`],
    ['Used in', `${setUps.length === 1 ? 'set-up' : 'set-ups'} ${setUps.join(', ')}`],
    [
      'Detector of the lab',
      card.guest ? `${card.guest.architecture}; trained on: ${card.guest.training}` : null,
    ],
    ['Made', instantText(card.createdAt)],
    [card.guest ? 'Calibrated on' : 'Training data', dataText(card)],
    ['Split', card.split],
    ['Licence', card.licence],
  ])}
  <p>
    Fake is the positive class. Each figure has a 95 % interval from bootstrap draws of independent groups of
    videos. Figures split by person are measured on people who are not in the training data, by name or by
    likeness.
  </p>
  <p>
    AUC: how often a fake scores above a real video; 0.5 is chance. EER: the error where as many real videos
    are called fake as fakes real. Brier: the mean squared distance of the scores from 0 (real) and 1 (fake).
    Coverage: the share of videos that get a verdict. AURC: the mean error over all coverages.
  </p>
  ${metricsTable(card.metrics.filter(({ split }) => split === 'by-identity'))}
  <p>${pairedText(card.paired)}</p>
  ${cardTables(card).map(figuresTable)}
  ${leakyFigures(card.metrics.filter(({ split }) => split === 'by-frame'))}
  ${card.roc.length === 0 ? null : html`<div class="chart">${drawn(rocChart(card.roc, rocSize))}</div>`}
  <p>${decisionText(card.abstention)} The limits for the videos of each fold come from the other folds.</p>
  ${list(riskLines(card.abstention))}
  <h4>Limits</h4>
  ${list(card.limits)}
`;

const figuresTable = ({ title, columns, rows, note }: Table): Markup => html`
  <h4>${title}</h4>
  ${table(columns, rows)} ${note === undefined ? null : html`<p class="soft">${note}</p>`}
`;

const dataText = ({ data }: ModelCard): string =>
  `${data.name}: ${countOf(data.realVideos, 'real video')} (${countOf(data.realFaces, 'face')}) and ` +
  `${countOf(data.fakeVideos, 'fake video')} (${countOf(data.fakeFaces, 'face')}) of ` +
  countOf(data.identities, 'person', 'people');

const leakyFigures = (rows: readonly MetricRow[]): Markup | null =>
  rows.length === 0
    ? null
    : html`
        <h4>For comparison only: split by frame</h4>
        <p>
          Here frames of the same video and person are on both sides of the split, so the model can recognise
          the person. These figures say nothing about new videos.
        </p>
        ${metricsTable(rows)}
      `;

const metricsTable = (rows: readonly MetricRow[]): Markup =>
  html`<div class="short">${metricRows(rows)}</div>`;

const metricRows = (rows: readonly MetricRow[]): Markup =>
  table(
    ['Of', 'Classifier', 'Real + fake', ...cardMetrics.map((name) => metricNames[name])],
    rows.map((row) => [
      `${row.level}s`,
      classifierName(row.classifier),
      `${row.real} + ${row.fake}`,
      ...cardMetrics.map((name) => {
        const [value, interval] = estimateText(row[name]).split(' ');
        return html`${value ?? ''}<small>${interval ?? ''}</small>`;
      }),
    ]),
  );
