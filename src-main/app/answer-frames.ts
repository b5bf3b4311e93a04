/** Answers the page's questions for frames in the engine process, on a port of their own. */
import type { MessagePortMain } from 'electron';
import type { Answer, Input } from '../shared/contract.ts';
import type { FrameAnswer, FrameQuestion } from '../shared/frame-channel.ts';
import { EngineError, reportOf } from '../shared/errors.ts';
import type { ViewedFrame } from '../shared/viewing.ts';
import { parseInput } from './parse-input.ts';

/** Frames under way at once: twice what the fastest playback asks for. Six million bytes each, at 1080p. */
const MOST_UNDER_WAY = 16;

type AnswerFrame = (input: Input<'viewing:frame'>) => Promise<Answer<ViewedFrame>>;

export function answerFrames(
  port: Pick<MessagePortMain, 'on' | 'start' | 'postMessage'>,
  ask: AnswerFrame,
): void {
  let underWay = 0;
  const answerInTurn = async (input: unknown): Promise<Answer<ViewedFrame>> => {
    if (underWay >= MOST_UNDER_WAY) return { ok: false, error: reportOf(tooMany()) };
    underWay += 1;
    try {
      return await answerTo(input, ask);
    } finally {
      underWay -= 1;
    }
  };
  port.on('message', ({ data }) => {
    const { id, input } = { ...(data as Partial<FrameQuestion>) };
    // Without a number, nobody waits for the answer.
    if (typeof id !== 'number') return;
    void answerInTurn(input).then((answer) => port.postMessage({ id, answer } satisfies FrameAnswer));
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

const tooMany = () =>
  new EngineError(
    'app/bad-message',
    `More than ${MOST_UNDER_WAY} frames are asked for at once. Wait for some.`,
  );
