/** Error rates of the model on labelled clips, at the quality of the video under review: measured on request. */
import type { Progress } from '../../src-main/shared/domain.ts';
import type { StoredRates } from '../../src-main/shared/measured-rates.ts';
import type { Desk } from '../lib/desk.ts';
import { texts } from '../texts/texts.ts';
import { AskingStore } from './asking-store.ts';
import type { CaseStore } from './case.svelte.ts';
import type { NoticeStore } from './notices.svelte.ts';
import type { Playhead } from './playhead.svelte.ts';

export class MeasuringStore extends AskingStore {
  readonly #playhead: Playhead;
  readonly #cases: Pick<CaseStore, 'verify'>;
  /** Apart from the detail, whose change would end what plays. */
  #measured = $state.raw<readonly (StoredRates & { opening: string })[]>([]);
  /** Of the video under review; the newest of each set of clips, as the case has them. */
  readonly shown = $derived.by((): readonly StoredRates[] => {
    const { detail } = this.#playhead;
    const now = this.#measured.filter(
      ({ opening, findingId }) => opening === detail?.opening && findingId === detail.finding?.id,
    );
    return newestOfEachSet([...(detail?.measuredRates ?? []), ...now]);
  });

  /** @param cases its audit log keeps what is measured */
  constructor(desk: Desk, notices: NoticeStore, playhead: Playhead, cases: Pick<CaseStore, 'verify'>) {
    super(desk, notices);
    this.#playhead = playhead;
    this.#cases = cases;
  }

  /** On the clips of a table that the user chooses. */
  async measure(): Promise<void> {
    const { opening, row } = this.#playhead.detail!;
    const title = texts.review.noErrorRatesWereMeasured;
    const path = await this.ask(title, 'dialog:clip-table', {});
    if (!path) return;
    let said = texts.review.readingTheClips;
    const unfollow = this.desk.on('rates:progress', (progress) => {
      // The window may wait for something else by now, or for nothing.
      if (this.notices.busy !== said) return;
      said = busyText(progress);
      this.notices.busy = said;
    });
    const stop = () => void this.ask(title, 'evidence:stop-measuring', {});
    try {
      const asked = { opening, evidenceId: row.id, path };
      const measured = await this.askBusy(said, title, 'evidence:measure-rates', asked, stop);
      if (!measured) return;
      this.#measured = [...this.#measured, { ...measured, opening }];
      await this.#cases.verify();
    } finally {
      unfollow();
    }
  }
}

/** @param rates the newest last, also of what is given */
const newestOfEachSet = (rates: readonly StoredRates[]): StoredRates[] =>
  rates.filter(
    ({ set }, at) => !rates.slice(at + 1).some((later) => later.set.clipsSha256 === set.clipsSha256),
  );

function busyText({ stage, done, total }: Progress): string {
  if (total === null) return texts.review.readingTheClips;
  return stage === 'hash'
    ? texts.review.readingTheClipsOfTotal({ done, total })
    : texts.review.scoringTheClipsOfTotal({ done, total });
}
