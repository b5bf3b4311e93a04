/**
 * The way of frames from the engine to the page: a message port of their own. Through the app, the six million bytes of
 * a 1080p frame took twice as long.
 */
import type { Answer, Input } from './contract.ts';
import type { ViewedFrame } from './viewing.ts';

/** Under this name the port reaches the page. */
export const frameChannel = 'exhibit:frames';

export interface FrameQuestion {
  id: number;
  input: Input<'viewing:frame'>;
}

export interface FrameAnswer {
  id: number;
  answer: Answer<ViewedFrame>;
}
