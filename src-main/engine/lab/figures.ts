/** The figures of a run as SVG and PNG files, and its Tables I and II as CSV. */
import { access, constants, mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { calibrationChart } from '../../shared/charts/calibration.ts';
import { confusionChart } from '../../shared/charts/confusion.ts';
import { detChart } from '../../shared/charts/det.ts';
import { epochLines, epochsChart } from '../../shared/charts/epochs.ts';
import { histogramChart } from '../../shared/charts/histogram.ts';
import { precisionRecallChart } from '../../shared/charts/precision-recall.ts';
import { resultCurves } from '../../shared/charts/result-curves.ts';
import { robustnessChart } from '../../shared/charts/robustness.ts';
import { rocChart } from '../../shared/charts/roc.ts';
import { scatterChart } from '../../shared/charts/scatter.ts';
import { sideBySide, standalone } from '../../shared/charts/standalone.ts';
import type { SvgNode } from '../../shared/charts/svg.ts';
import { trialsChart } from '../../shared/charts/trials.ts';
import { writeSvg } from '../../shared/charts/write-svg.ts';
import { EngineError } from '../../shared/errors.ts';
import { epochShareWords, leaksIdentity } from '../../shared/lab-wording.ts';
import type {
  EpochFigures,
  ExperimentKind,
  ExperimentResult,
  RunSummary,
  VectorLayout,
} from '../../shared/lab.ts';
import { openPng } from '../support/png.ts';
import { writeOverName } from './write-over-name.ts';
import { metricLines, trialLines } from './table-lines.ts';

const curveSize = { width: 900, height: 480 };
const figureSize = { width: 560, height: 400 };

/**
 * Figures of which the run has nothing, such as trials of a metric head, are left out.
 * @param run its number and name are put before the names of the files: two runs may have one name
 * @returns paths of the files, in the order in which they were written
 * @throws report/write-failed
 */
export async function writeFigures(
  result: ExperimentResult,
  epochs: readonly EpochFigures[],
  { id, name, kind }: Pick<RunSummary, 'id' | 'name' | 'kind'>,
  folder: string,
): Promise<string[]> {
  const drawPng = await openPng();
  const pictures = figuresOf(result, epochs, kind).flatMap(
    ([figure, chart]): [string, string | Uint8Array][] => {
      const alone = writeSvg(standalone(chart));
      return [
        [`${figure}.svg`, alone],
        [`${figure}.png`, drawPng(alone)],
      ];
    },
  );
  const tables: [string, string][] = [
    ...(result.trials.length === 0
      ? []
      : [['table-1-trials.csv', trialLines(result).join('')] as [string, string]]),
    ['table-2-metrics.csv', metricLines(result).join('')],
  ];
  const written: string[] = [];
  try {
    await makeFolder(folder);
    for (const [file, content] of [...pictures, ...tables]) {
      const path = join(folder, `run-${id}${fileName(name)}-${file}`);
      await writeOverName(path, content);
      written.push(path);
    }
  } catch (error) {
    throw new EngineError(
      'report/write-failed',
      `The figures cannot be written to ${folder}. Choose a folder where you may write and that has room.`,
      { cause: error },
    );
  }
  return written;
}

/**
 * A folder that is there, or made where its parent is. Not made with all its parents: Node never comes back from that
 * under /proc.
 * @throws what stands in the way
 */
async function makeFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => null);
  if (!found?.isDirectory()) await mkdir(folder);
}

/** Before hours of training. @throws EngineError report/write-failed */
export async function requireFiguresFolder(folder: string): Promise<void> {
  try {
    await makeFolder(folder);
    await access(folder, constants.W_OK);
  } catch (cause) {
    throw new EngineError(
      'report/write-failed',
      `The figures cannot be written to ${folder}. Name an existing folder, or a new one in it.`,
      { cause },
    );
  }
}

function figuresOf(
  result: ExperimentResult,
  epochs: readonly EpochFigures[],
  kind: ExperimentKind,
): [name: string, chart: SvgNode][] {
  const curves = resultCurves(result);
  const some = (isThere: boolean, ...figures: [string, () => SvgNode][]): [string, SvgNode][] =>
    isThere ? figures.map(([name, draw]) => [name, draw()]) : [];
  return [
    ...some(epochs.length > 0, ['figure-7-training', () => trainingFigure(epochs, kind)]),
    ...result.layouts.map((layout): [string, SvgNode] => [
      `figure-8-${layout.method}-${layout.stage}`,
      scatterChart(layout.points, figureSize, layoutTitle(layout)),
    ]),
    ...some(
      curves.length > 0,
      ['figure-9-roc', () => rocChart(curves, curveSize)],
      ['det', () => detChart(curves, curveSize)],
      ['precision-recall', () => precisionRecallChart(result.curves, curveSize)],
    ),
    ...chosenFigures(result),
    ...some(result.trials.length > 0, ['trials', () => trialsChart(result.trials, curveSize)]),
    ...some(result.robustness.length > 0, [
      'robustness',
      () => robustnessChart(result.robustness, curveSize),
    ]),
  ];
}

/** One of each for every classifier, on the chosen split only: a picture has no room to say what it leaks. */
function chosenFigures({ curves, rows }: ExperimentResult): [string, SvgNode][] {
  return curves
    .filter(({ split }) => !leaksIdentity(split))
    .flatMap(({ classifier, split, calibration, histogram, confusion }): [string, SvgNode][] => {
      const row = rows.find(
        (each) => each.level === 'video' && each.classifier === classifier && each.split === split,
      );
      if (row === undefined) return [];
      const { threshold } = row;
      return [
        [`calibration-${classifier}`, calibrationChart(calibration, figureSize)],
        [`histogram-${classifier}`, histogramChart({ histogram, threshold }, figureSize)],
        [`confusion-${classifier}`, confusionChart({ confusion, threshold }, figureSize)],
      ];
    });
}

function trainingFigure(epochs: readonly EpochFigures[], kind: ExperimentKind): SvgNode {
  const name = epochShareWords[kind];
  const loss = epochsChart({ name: 'Loss', lines: epochLines(epochs, 'loss') }, figureSize);
  const share = epochsChart({ name, lines: epochLines(epochs, 'accuracy'), atLeast: 1 }, figureSize);
  return sideBySide([loss, share], figureSize, `Loss and ${name.toLowerCase()} by epoch`);
}

const layoutTitle = ({ method, stage }: VectorLayout): string =>
  `${method === 't-sne' ? 't-SNE' : 'UMAP'} of the vectors ${stage} the head`;

/** Letters, digits and dashes, which every file system takes; the name of a run may be anything. */
const fileName = (name: string): string =>
  `-${name}`
    .normalize('NFKD')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .slice(0, 60)
    .replace(/-$/, '')
    .toLowerCase();
