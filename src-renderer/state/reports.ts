/** What the open case gives to others: reports and capsules. */
import type { ReportFormat } from '../../src-main/shared/case.ts';
import type { ReportChoice, ReportedPerson } from '../../src-main/shared/report-choice.ts';
import type { Desk } from '../lib/desk.ts';
import { texts } from '../texts/texts.ts';
import { AskingStore } from './asking-store.ts';
import type { CaseStore } from './case.svelte.ts';
import type { NoticeStore } from './notices.svelte.ts';

export class ReportStore extends AskingStore {
  readonly #cases: Pick<CaseStore, 'verify' | 'opening'>;

  /** @param cases its audit log names what is written */
  constructor(desk: Desk, notices: NoticeStore, cases: Pick<CaseStore, 'verify' | 'opening'>) {
    super(desk, notices);
    this.#cases = cases;
  }

  /** Whom a report of the whole case shows; null where that could not be told. */
  async people(): Promise<readonly ReportedPerson[] | null> {
    return (await this.ask(texts.reports.thePeopleCouldNotBeListed, 'report:people', {})) ?? null;
  }

  async write(format: ReportFormat, choice: ReportChoice): Promise<void> {
    const { opening } = this.#cases;
    const title = texts.reports.theReportWasNotWritten;
    const path = await this.ask(title, 'dialog:save-report', { format });
    if (!path) return;
    const wish = { opening, format, path, choice };
    const written = await this.askBusy(texts.reports.writingTheReport, title, 'report:write', wish);
    if (!written) return;
    this.wrote(texts.reports.reportWritten, written);
    await this.#cases.verify();
  }

  /** @param evidenceIds of the files that it is about; null for the whole case */
  async writeCapsule(evidenceIds: number[] | null): Promise<void> {
    const { opening } = this.#cases;
    const title = texts.reports.theCapsuleWasNotWritten;
    const path = await this.ask(title, 'dialog:save-capsule', {});
    if (!path) return;
    const wish = { opening, path, evidenceIds };
    const written = await this.askBusy(texts.reports.writingTheCaseCapsule, title, 'capsule:write', wish);
    if (!written) return;
    this.wrote(texts.reports.caseCapsuleWritten, written, false);
    await this.#cases.verify();
  }
}
