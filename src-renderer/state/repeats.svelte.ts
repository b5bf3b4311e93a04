/** How the frames of the video under review compare, which have the same pixels and where another shot begins: asked for by the examiner, once a video. */
import type { Progress } from '../../src-main/shared/domain.ts';
import type { ComparedFrames, ViewedEvidence } from '../../src-main/shared/viewing.ts';
import { texts } from '../texts/texts.ts';
import { AskingStore } from './asking-store.ts';

export class RepeatStore extends AskingStore {
  /** While frames are compared. */
  progress = $state.raw<Progress | null>(null);
  #found = $state.raw<{ of: string; compared: ComparedFrames } | null>(null);

  /** Of this video with so many frames; null until they are compared. */
  of(viewed: ViewedEvidence | null, frameCount: number): ComparedFrames | null {
    const found = this.#found;
    return viewed && found?.of === keyOf(viewed) && found.compared.repeats.length === frameCount
      ? found.compared
      : null;
  }

  async find({ opening, evidenceId }: ViewedEvidence): Promise<void> {
    if (this.progress !== null) return;
    const viewed = { opening, evidenceId };
    this.progress = { stage: 'decode', done: 0, total: null };
    const unfollow = this.desk.on('repeats:progress', (progress) => (this.progress = progress));
    const compared = await this.ask(texts.media.theFramesWereNotCompared, 'viewing:repeats', viewed).finally(
      () => {
        unfollow();
        this.progress = null;
      },
    );
    if (compared) this.#found = { of: keyOf(viewed), compared };
  }

  async stop(): Promise<void> {
    if (this.progress !== null) await this.ask(texts.media.itCouldNotBeCancelled, 'viewing:stop-repeats', {});
  }
}

const keyOf = ({ opening, evidenceId }: ViewedEvidence): string => `${opening} ${evidenceId}`;
