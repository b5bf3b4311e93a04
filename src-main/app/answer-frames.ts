/** The engine's end of the way of frames: what comes is parsed as any command of the page is. */
import type { MessagePortMain } from 'electron';
import { engineCommands } from '../shared/contract.ts';
import type { Answer, Input } from '../shared/contract.ts';
import type { FrameAnswer, FrameQuestion } from '../shared/frame-channel.ts';
import type { ViewedFrame } from '../shared/viewing.ts';

type AnswerFrame = (input: Input<'viewing:frame'>) => Promise<Answer<ViewedFrame>>;

export function answerFrames(
  port: Pick<MessagePortMain, 'on' | 'start' | 'postMessage'>,
  ask: AnswerFrame,
): void {
  port.on('message', ({ data }) => {
    const { id, input } = data as FrameQuestion;
    void answerTo(input, ask).then((answer) => port.postMessage({ id, answer } satisfies FrameAnswer));
  });
  port.start();
}

async function answerTo(input: unknown, ask: AnswerFrame): Promise<Answer<ViewedFrame>> {
  const parsed = engineCommands['viewing:frame'].input.safeParse(input);
  if (parsed.success) return ask(parsed.data);
  return { ok: false, error: { code: 'app/bad-message', message: `Invalid input: ${parsed.error.message}` } };
}
