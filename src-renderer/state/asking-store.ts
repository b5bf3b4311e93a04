/** What stores ask the engine: a refusal becomes a notice under `title` instead of being lost, and no answer comes. */
import type { Command, Input, Output } from '../../src-main/shared/contract.ts';
import type { Desk } from '../lib/desk.ts';
import { shortHash } from '../lib/format.ts';
import { texts } from '../texts/texts.ts';
import type { NoticeStore } from './notices.svelte.ts';

export abstract class AskingStore {
  protected readonly desk: Desk;
  protected readonly notices: NoticeStore;

  constructor(desk: Desk, notices: NoticeStore) {
    this.desk = desk;
    this.notices = notices;
  }

  protected ask<C extends Command>(
    title: string,
    command: C,
    input: Input<C>,
  ): Promise<Output<C> | undefined> {
    return this.notices.guard(title, () => this.desk.ask(command, input));
  }

  /** For what takes a while: `busy` is what the window says meanwhile. @param stop gives it up, where it can be */
  protected askBusy<C extends Command>(
    busy: string,
    title: string,
    command: C,
    input: Input<C>,
    stop?: () => void,
  ): Promise<Output<C> | undefined> {
    return this.notices.during(busy, title, () => this.desk.ask(command, input), { stop });
  }

  /**
   * Says that a file was written, and leads to it.
   * @param opens whether the system has a program that shows it
   */
  protected wrote(title: string, { path, sha256 }: { path: string; sha256: string }, opens = true): void {
    const act = (word: string, command: 'file:open' | 'file:show-in-folder') => ({
      word,
      run: () => void this.ask(texts.everywhere.theFileWasNotShown, command, { path }),
    });
    this.notices.done(title, `${path}\nSHA-256 ${shortHash(sha256)}…`, [
      ...(opens ? [act(texts.everywhere.open, 'file:open')] : []),
      act(texts.everywhere.showInFolder, 'file:show-in-folder'),
    ]);
  }
}
