import type { Command, Events, Input, Output } from '../../../../src-main/shared/contract.ts';
import { usualPreferences } from '../../../../src-main/shared/preferences.ts';
import type { ViewedFrame } from '../../../../src-main/shared/viewing.ts';
import { DeskError, type Desk } from '../../../../src-renderer/lib/desk.ts';

type Answers = { [C in Command]?: (input: Input<C>) => Output<C> | Promise<Output<C>> };

/** An engine that answers what the test says and refuses the rest, and whose events the test sends. */
export class FakeDesk implements Desk {
  readonly asked: { command: Command; input: unknown }[] = [];
  readonly #answers: Answers;
  readonly #listeners = new Map<string, Set<(payload: never) => void>>();

  constructor(answers: Answers) {
    // Nothing is corrected, nobody is named, no analysis runs, and the window is set up as usual, unless the test says so.
    this.#answers = {
      'evidence:people': () => null,
      'case:may-leave': () => true,
      'case:named-people': () => [],
      'preferences:read': () => usualPreferences,
      ...answers,
    };
  }

  async ask<C extends Command>(command: C, input: Input<C>): Promise<Output<C>> {
    this.asked.push({ command, input });
    const answer = this.#answers[command] as
      ((input: Input<C>) => Output<C> | Promise<Output<C>>) | undefined;
    if (!answer) throw new DeskError({ code: 'app/internal', message: `${command} is not answered here` });
    return answer(input);
  }

  frame(input: Input<'viewing:frame'>): Promise<ViewedFrame> {
    return this.ask('viewing:frame', input);
  }

  on<E extends keyof Events>(event: E, listener: (payload: Events[E]) => void): () => void {
    const listeners = this.#listeners.get(event) ?? new Set();
    listeners.add(listener);
    this.#listeners.set(event, listeners);
    return () => listeners.delete(listener);
  }

  emit<E extends keyof Events>(event: E, payload: Events[E]): void {
    for (const listener of this.#listeners.get(event) ?? [])
      (listener as (payload: Events[E]) => void)(payload);
  }

  pathsOf(): string[] {
    return [];
  }
}
