import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { answerFrames } from '../../../src-main/app/answer-frames.ts';

class FakePort extends EventEmitter {
  readonly sent: unknown[] = [];
  start(): void {}
  postMessage(message: unknown): void {
    this.sent.push(message);
  }
}

it('refuses what is not a question for a frame, as any command of the page', async () => {
  const port = new FakePort();
  answerFrames(port as never, () => Promise.reject(new Error('asked')));
  port.emit('message', { data: { id: 4, input: { opening: 'a', evidenceId: 1, frameIndex: -1, purpose: 'show' } } });
  await new Promise((resolve) => setTimeout(resolve));
  expect(port.sent).toMatchObject([{ id: 4, answer: { ok: false, error: { code: 'app/bad-message' } } }]);
});

it.each([null, undefined, 'frame', 7, {}])('goes on after %j, which is no question at all', (data) => {
  const port = new FakePort();
  answerFrames(port as never, () => Promise.reject(new Error('asked')));
  expect(() => port.emit('message', { data })).not.toThrow();
  expect(port.sent).toEqual([]);
});
