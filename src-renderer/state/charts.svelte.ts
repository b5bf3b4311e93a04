/** Charts of the window as files: the picture as SVG or PNG, the figures behind it as CSV. */
import { tableCsv, type ChartFormat, type ChartTable } from '../../src-main/shared/charts/chart-tables.ts';
import { standalone } from '../../src-main/shared/charts/standalone.ts';
import type { ChartSize, SvgNode } from '../../src-main/shared/charts/svg.ts';
import { writeSvg } from '../../src-main/shared/charts/write-svg.ts';
import { texts } from '../texts/texts.ts';
import { AskingStore } from './asking-store.ts';

/** As wide as a page. */
const FILE_SIZE = { width: 900, height: 480 };

export interface SavedChart {
  title: string;
  draw: (size: ChartSize) => SvgNode;
  table: () => ChartTable;
}

export class ChartStore extends AskingStore {
  async save({ title, draw, table }: SavedChart, format: ChartFormat): Promise<void> {
    const failed = texts.reports.theChartWasNotSaved;
    const path = await this.ask(failed, 'dialog:save-chart', { format, name: title });
    if (!path) return;
    const content = format === 'csv' ? tableCsv(table()) : writeSvg(standalone(draw(FILE_SIZE)));
    const written = await this.askBusy(texts.reports.savingTheChart, failed, 'chart:write', {
      path,
      format,
      content,
    });
    if (written) this.wrote(texts.reports.chartSaved, written);
  }
}
