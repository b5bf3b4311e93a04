/** What a copy of the video under review scores that is encoded one step further down: computed on request. */
import type { Progress } from '../../src-main/shared/domain.ts';
import type { StoredReencoding } from '../../src-main/shared/reencoding.ts';
import { percentText } from '../../src-main/shared/wording.ts';
import type { Desk } from '../lib/desk.ts';
import { texts } from '../texts/texts.ts';
import { AskingStore } from './asking-store.ts';
import type { CaseStore } from './case.svelte.ts';
import type { NoticeStore } from './notices.svelte.ts';
import type { Playhead } from './playhead.svelte.ts';

export class ReencodingStore extends AskingStore {
  readonly #playhead: Playhead;
  readonly #cases: Pick<CaseStore, 'verify'>;
  /** Apart from the detail, whose change would end what plays. */
  #computed = $state.raw<(StoredReencoding & { opening: string }) | null>(null);
  /** Of the video under review; null where nobody asked. */
  readonly shown = $derived.by(() => {
    const { detail } = this.#playhead;
    const isOfIt =
      this.#computed?.opening === detail?.opening && this.#computed?.findingId === detail?.finding?.id;
    return isOfIt ? this.#computed : (detail?.reencoding ?? null);
  });

  /** @param cases its audit log keeps what is computed */
  constructor(desk: Desk, notices: NoticeStore, playhead: Playhead, cases: Pick<CaseStore, 'verify'>) {
    super(desk, notices);
    this.#playhead = playhead;
    this.#cases = cases;
  }

  async compute(): Promise<void> {
    const { opening, row } = this.#playhead.detail!;
    const title = texts.everywhere.noCopyWasScored;
    let said = busyText({ stage: 'degrade', done: 0, total: null });
    const unfollow = this.desk.on('reencode:progress', (progress) => {
      // The window may wait for something else by now, or for nothing.
      if (this.notices.busy !== said) return;
      said = busyText(progress);
      this.notices.busy = said;
    });
    const stop = () => void this.ask(title, 'evidence:stop-reencoding', {});
    try {
      const asked = { opening, evidenceId: row.id };
      const computed = await this.askBusy(said, title, 'evidence:reencode', asked, stop);
      if (!computed) return;
      this.#computed = { ...computed, opening };
      await this.#cases.verify();
    } finally {
      unfollow();
    }
  }
}

function busyText({ stage, done, total }: Progress): string {
  const isEncoding = stage === 'degrade';
  if (!total) return isEncoding ? texts.everywhere.encodingACopy : texts.everywhere.scoringTheCopy;
  const share = percentText(Math.min(1, done / total));
  return isEncoding
    ? texts.everywhere.encodingACopyShare({ share })
    : texts.everywhere.scoringTheCopyShare({ share });
}
