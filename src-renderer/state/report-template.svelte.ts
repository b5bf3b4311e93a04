/** The template of the lab, which every report of this window has until another is chosen. */
import type { KeptTemplate } from '../../src-main/shared/report-template.ts';
import { texts } from '../texts/texts.ts';
import { AskingStore } from './asking-store.ts';

export class ReportTemplateStore extends AskingStore {
  kept = $state.raw<KeptTemplate | null>(null);

  async load(): Promise<void> {
    this.kept = (await this.ask(texts.reports.theTemplateCouldNotBeRead, 'template:kept', {})) ?? null;
  }

  async choose(): Promise<void> {
    const title = texts.reports.theTemplateStays;
    const folder = await this.ask(title, 'dialog:template', {});
    if (!folder) return;
    const kept = await this.ask(title, 'template:keep', { folder });
    if (kept) this.kept = kept;
  }

  async drop(): Promise<void> {
    const dropped = await this.ask(texts.reports.theTemplateStays, 'template:drop', {});
    if (dropped !== undefined) this.kept = null;
  }
}
