/** Answers the page's questions for frames in the engine process, on a port of their own. */
import type { MessagePortMain } from 'electron';
import type { Answer, Input } from '../shared/contract.ts';
import type { FrameAnswer, FrameQuestion } from '../shared/frame-channel.ts';
import { reportOf } from '../shared/errors.ts';
import type { ViewedFrame } from '../shared/viewing.ts';
import { parseInput } from './parse-input.ts';

type AnswerFrame = (input: Input<'viewing:frame'>) => Promise<Answer<ViewedFrame>>;

export function answerFrames(
  port: Pick<MessagePortMain, 'on' | 'start' | 'postMessage'>,
  ask: AnswerFrame,
): void {
  port.on('message', ({ data }) => {
    const { id, input } = { ...(data as Partial<FrameQuestion>) };
    // Without a number, nobody waits for the answer.
    if (typeof id !== 'number') return;
    void answerTo(input, ask).then((answer) => port.postMessage({ id, answer } satisfies FrameAnswer));
  });
  port.start();
}

async function answerTo(input: unknown, ask: AnswerFrame): Promise<Answer<ViewedFrame>> {
  try {
    return await ask(parseInput('viewing:frame', input));
  } catch (error) {
    return { ok: false, error: reportOf(error) };
  }
}
