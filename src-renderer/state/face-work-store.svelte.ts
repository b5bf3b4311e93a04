/** Stores that have the engine work on faces, one work at a time: how far it is, and how it is given up. */
import type { Progress } from '../../src-main/shared/domain.ts';
import { texts } from '../texts/texts.ts';
import { AskingStore } from './asking-store.ts';

export abstract class FaceWorkStore extends AskingStore {
  /** Set while this store's work is under way. */
  progress = $state.raw<Progress | null>(null);

  /** @returns what ends the listening */
  listen(): () => void {
    return this.desk.on('face:progress', (progress) => {
      if (this.progress !== null) this.progress = progress;
    });
  }

  async cancel(): Promise<void> {
    await this.ask(texts.everywhere.itCouldNotBeCancelled, 'face:cancel', {});
  }

  /** @param work asks the engine, and takes in the answer */
  protected async during(work: () => Promise<void>): Promise<void> {
    this.progress = { stage: 'hash', done: 0, total: null };
    try {
      await work();
    } finally {
      this.progress = null;
    }
  }
}
