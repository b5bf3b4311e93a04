/** The typed way from the page to the engine: answers are unwrapped, refusals are thrown with their code. */
import type { Answer, Command, Events, Input, Output } from '../../src-main/shared/contract.ts';
import type { ErrorCode, ErrorReport } from '../../src-main/shared/errors.ts';
import type { ViewedFrame } from '../../src-main/shared/viewing.ts';
import type { FramePort } from './frame-port.ts';

/** What the preload puts on the window, and nothing else. */
export interface Bridge {
  invoke<C extends Command>(command: C, input: Input<C>): Promise<Answer<Output<C>>>;
  on<E extends keyof Events>(event: E, listener: (payload: Events[E]) => void): () => void;
  /** Paths of dropped files and folders; the page itself cannot see them. */
  pathsOf(files: FileList | File[]): string[];
}

declare global {
  interface Window {
    readonly exhibit: Bridge;
  }
}

/** A refusal by engine or app. */
export class DeskError extends Error {
  readonly code: ErrorCode;

  constructor({ code, message }: ErrorReport) {
    super(message);
    this.name = 'DeskError';
    this.code = code;
  }
}

export interface Desk {
  /** @throws DeskError with the engine's code and its message for the examiner */
  ask<C extends Command>(command: C, input: Input<C>): Promise<Output<C>>;
  /** The pixels of one frame with its facts, as one. @throws as ask */
  frame(request: Input<'viewing:frame'>): Promise<ViewedFrame>;
  on<E extends keyof Events>(event: E, listener: (payload: Events[E]) => void): () => void;
  pathsOf(files: FileList | File[]): string[];
}

export function createDesk(bridge: Bridge, frames: Pick<FramePort, 'ask'>): Desk {
  return {
    async ask(command, input) {
      const answer = await bridge.invoke(command, input);
      if (!answer.ok) throw new DeskError(answer.error);
      return answer.value;
    },
    async frame(request) {
      const answer = await frames.ask(request);
      if (!answer.ok) throw new DeskError(answer.error);
      return answer.value;
    },
    on: (event, listener) => bridge.on(event, listener),
    pathsOf: (files) => bridge.pathsOf(files),
  };
}
