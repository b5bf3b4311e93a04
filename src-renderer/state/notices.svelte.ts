/** What the window waits for, what went wrong until the examiner dismisses it, and what was finished just now. */
import { DeskError } from '../lib/desk.ts';
import { whenSeen } from '../lib/when-seen.ts';

interface Notice {
  id: number;
  kind: 'error' | 'warning' | 'done';
  title: string;
  text: string;
  /** What the notice is about, such as files, one a line; all of them. */
  list: readonly string[];
  /** The engine's code, for programs and for asking colleagues. */
  code: string | null;
  /** What the examiner may want to do about it. */
  actions: readonly NoticeAction[];
}

export interface NoticeAction {
  word: string;
  run: () => void;
}

/** What to offer after an error of this code. */
type Offer = (code: string) => NoticeAction | null;

/** Long enough to read two lines twice. */
const passingMs = 10_000;

export class NoticeStore {
  #list = $state.raw<readonly Notice[]>([]);
  #lastId = 0;
  /** What the window waits for, in words; null when it is free. */
  busy = $state<string | null>(null);
  /** Gives up what the window waits for; null where it has to be waited for. */
  stop = $state.raw<(() => void) | null>(null);

  get list(): readonly Notice[] {
    return this.#list;
  }

  /** The newest notice of one cause replaces the older ones, so that it cannot flood the window. */
  add(notice: Omit<Notice, 'id' | 'list' | 'actions'> & Partial<Pick<Notice, 'list' | 'actions'>>): void {
    this.#lastId += 1;
    const added = { list: [], actions: [], ...notice, id: this.#lastId };
    this.#list = [...this.#list.filter((other) => causeOf(other) !== causeOf(added)), added];
  }

  report(title: string, error: unknown, offer: Offer = () => null): void {
    const text = error instanceof Error ? error.message : String(error);
    const code = error instanceof DeskError ? error.code : 'app/internal';
    // That the examiner wanted.
    if (code === 'case/cancelled') return;
    const offered = offer(code);
    this.add({ kind: 'error', title, text, code, actions: offered ? [offered] : [] });
  }

  dismiss(id: number): void {
    this.#list = this.#list.filter((notice) => notice.id !== id);
  }

  dismissAll(): void {
    this.#list = [];
  }

  /** Good news goes by itself, but not while nobody is at the window: a report or a check can take minutes. */
  done(title: string, text: string, actions: readonly NoticeAction[] = []): void {
    this.#passing({ kind: 'done', title, text, code: null, actions });
  }

  /** So does advice on a key that can do nothing here: nothing failed, and the room is for the picture. */
  advise(title: string, text: string): void {
    this.#passing({ kind: 'warning', title, text, code: null });
  }

  #passing(notice: Parameters<NoticeStore['add']>[0]): void {
    this.add(notice);
    const id = this.#lastId;
    whenSeen(() => setTimeout(() => this.dismiss(id), passingMs));
  }

  /** Runs what the examiner asked for; a failure becomes a notice instead of being lost. */
  async guard<T>(title: string, action: () => Promise<T>, offer?: Offer): Promise<T | undefined> {
    try {
      return await action();
    } catch (error) {
      this.report(title, error, offer);
      return undefined;
    }
  }

  /** The same, for what takes a while: the window says so. Why it failed before is no news while it is tried again. */
  async during<T>(
    busy: string,
    title: string,
    action: () => Promise<T>,
    { offer, stop }: { offer?: Offer | undefined; stop?: (() => void) | undefined } = {},
  ): Promise<T | undefined> {
    this.busy = busy;
    this.stop = stop ?? null;
    this.#list = this.#list.filter((notice) => notice.kind !== 'error' || notice.title !== title);
    try {
      return await this.guard(title, action, offer);
    } finally {
      this.busy = null;
      this.stop = null;
    }
  }
}

const causeOf = ({ code, text, list }: Notice): string => JSON.stringify([code, text, list]);
