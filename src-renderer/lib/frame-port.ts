/** The page's end of the way of frames. When the engine ends, what was asked is lost; a new one comes if it starts anew. */
import { frameChannel, type FrameAnswer, type FrameQuestion } from '../../src-main/shared/frame-channel.ts';
import type { Answer } from '../../src-main/shared/contract.ts';
import type { ViewedFrame } from '../../src-main/shared/viewing.ts';
import { texts } from '../texts/texts.ts';

const lost: Answer<never> = {
  ok: false,
  error: {
    code: 'app/engine-stopped',
    message: texts.review.theEngineEnded,
  },
};

export class FramePort {
  readonly #waiting = new Map<number, (answer: Answer<ViewedFrame>) => void>();
  #lastId = 0;
  #port: MessagePort | null = null;
  /** Whether the engine has ended and no new port has come. */
  #ended = false;
  /** Questions from before the port came. */
  #early: FrameQuestion[] = [];

  /** @param page where the preload hands over the port */
  constructor(page: Window) {
    page.addEventListener('message', ({ source, data, ports: [port] }) => {
      if (source === page && data === frameChannel && port) this.#connect(port);
    });
  }

  ask(input: FrameQuestion['input']): Promise<Answer<ViewedFrame>> {
    return new Promise((resolve) => {
      if (this.#ended) return resolve(lost);
      const question = { id: ++this.#lastId, input };
      this.#waiting.set(question.id, resolve);
      if (this.#port) this.#port.postMessage(question);
      else this.#early.push(question);
    });
  }

  #connect(port: MessagePort): void {
    this.#port?.close();
    this.#lose();
    this.#port = port;
    this.#ended = false;
    port.addEventListener('close', () => {
      if (port !== this.#port) return;
      this.#port = null;
      this.#ended = true;
      this.#lose();
    });
    port.onmessage = ({ data }: MessageEvent<FrameAnswer>) => {
      this.#waiting.get(data.id)?.(data.answer);
      this.#waiting.delete(data.id);
    };
    for (const question of this.#early.splice(0)) port.postMessage(question);
  }

  /** Refuses what the engine was asked and will not answer. */
  #lose(): void {
    const early = new Set(this.#early.map(({ id }) => id));
    for (const [id, resolve] of this.#waiting) {
      if (early.has(id)) continue;
      this.#waiting.delete(id);
      resolve(lost);
    }
  }
}
