/** The audit log of the open case as it is read in the window: filtered, and exported as it is filtered. */
import { actionWords } from '../../src-main/shared/audit-wording.ts';
import { filterLog, searchText, type LogLine } from '../../src-main/shared/audit.ts';
import type { ListedTimeStamp } from '../../src-main/shared/time-stamp.ts';
import { distinct } from '../lib/distinct.ts';
import type { Desk } from '../lib/desk.ts';
import { texts } from '../texts/texts.ts';
import { AskingStore } from './asking-store.ts';
import type { CaseStore } from './case.svelte.ts';
import type { NoticeStore } from './notices.svelte.ts';

/** Some milliseconds of work. */
const PORTION = 200;

export class LogStore extends AskingStore {
  readonly #cases: Pick<CaseStore, 'verify' | 'opening'>;
  #lines = $state.raw<readonly LogLine[]>([]);
  text = $state('');
  author = $state('');
  action = $state('');
  /** Newest first: that is what one looks for. */
  readonly listed = $derived(filterLog(this.#lines, this.#filter).reverse());
  readonly total = $derived(this.#lines.length);
  readonly authors = $derived(distinct(this.#lines.flatMap(({ author }) => author ?? [])).sort());
  readonly actions = $derived(
    distinct(this.#lines.map(({ action }) => action))
      .map((action) => ({ action, word: actionWords(action) }))
      .sort((a, b) => a.word.localeCompare(b.word)),
  );

  /** @param cases the log names what is written, and its check is shown beside it */
  constructor(desk: Desk, notices: NoticeStore, cases: Pick<CaseStore, 'verify' | 'opening'>) {
    super(desk, notices);
    this.#cases = cases;
  }

  get #filter() {
    return { text: this.text, author: this.author, action: this.action };
  }

  async load(): Promise<void> {
    this.#lines = (await this.ask(texts.log.theAuditLogCouldNotBeRead, 'log:read', {})) ?? [];
    void this.#prepareSearch(this.#lines);
  }

  /** Makes what a search looks through in small portions, so that neither scrolling nor the first search waits. */
  async #prepareSearch(lines: readonly LogLine[]): Promise<void> {
    for (let first = 0; first < lines.length && lines === this.#lines; first += PORTION) {
      lines.slice(first, first + PORTION).forEach(searchText);
      await new Promise((resolve) => setTimeout(resolve));
    }
  }

  async write(): Promise<void> {
    const { opening } = this.#cases;
    const title = texts.log.theAuditLogWasNotExported;
    const path = await this.ask(title, 'dialog:save-log', {});
    if (!path) return;
    const written = await this.askBusy(texts.log.writingTheAuditLog, title, 'log:write', {
      ...{ opening, path, filter: this.#filter },
    });
    if (!written) return;
    this.wrote(texts.log.auditLogExported, written);
    await this.load();
    await this.#cases.verify();
  }

  /** Those that hold, oldest first. */
  async timeStamps(): Promise<ListedTimeStamp[]> {
    return (await this.ask(texts.log.theTimeStampsCouldNotBeRead, 'case:time-stamps', {})) ?? [];
  }

  async writeStampRequest(): Promise<void> {
    const { opening } = this.#cases;
    const title = texts.log.theRequestWasNotWritten;
    const path = await this.ask(title, 'dialog:save-stamp-request', {});
    if (!path) return;
    const written = await this.ask(title, 'stamp:request', { opening, path });
    if (written) this.wrote(texts.log.requestWritten, written, false);
  }

  /** @returns whether one was stored */
  async storeTimeStamp(): Promise<boolean> {
    const { opening } = this.#cases;
    const title = texts.log.theTimeStampWasNotStored;
    const answer = await this.ask(title, 'dialog:stamp-answer', {});
    const authority = answer && (await this.ask(title, 'dialog:stamp-authority', {}));
    if (!answer || !authority) return false;
    const stored = await this.ask(title, 'stamp:store', { opening, paths: [answer, authority] });
    if (stored) await this.load();
    return stored !== undefined;
  }
}
