/** Work of one kind that the user may give up while it runs, or while it waits for its turn. */
import { EngineError } from '../../shared/errors.ts';

export interface Stoppable {
  /** Gives up what was begun last; without effect once it is done. */
  stop(): void;
  /**
   * From now on it can be stopped.
   * @param what a sentence's subject, such as "The check of the files"
   * @returns what runs the work; it throws EngineError case/cancelled if it is, or was, stopped
   */
  begin(what: string): Begun;
  /** The same, for work that runs once at a time: gives up what was begun before, which nothing could stop any more. */
  beginAnew(what: string): Begun;
}

type Begun = <T>(work: (signal: AbortSignal) => Promise<T>) => Promise<T>;

/** @param program ends with the program */
export function stoppable(program: AbortSignal | undefined): Stoppable {
  let last = new AbortController();
  const stop = () => last.abort();
  function begin(what: string): Begun {
    const { signal: stopped } = (last = new AbortController());
    const signal = program ? AbortSignal.any([stopped, program]) : stopped;
    return async (work) => {
      try {
        signal.throwIfAborted();
        const done = await work(signal);
        stopped.throwIfAborted();
        return done;
      } catch (error) {
        if (!stopped.aborted) throw error;
        throw new EngineError('case/cancelled', `${what} was cancelled.`);
      }
    };
  }
  return {
    ...{ stop, begin },
    beginAnew(what) {
      stop();
      return begin(what);
    },
  };
}
