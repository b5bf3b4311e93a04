import { expect, it } from 'vitest';
import { frameChannel, type FrameQuestion } from '../../../../src-main/shared/frame-channel.ts';
import { FramePort } from '../../../../src-renderer/lib/frame-port.ts';
import { viewedFrame } from '../support/frames.ts';

/** A page to which the preload hands over ports; the engine's end of each answers when it is told to. */
function page() {
  const target = new EventTarget() as Window;
  const handOver = (source: unknown = target) => {
    const { port1, port2 } = new MessageChannel();
    target.dispatchEvent(Object.assign(new Event('message'), { source, data: frameChannel, ports: [port1] }));
    return port2;
  };
  return { target, handOver };
}

const input = { opening: 'a', evidenceId: 1, frameIndex: 7, purpose: 'show' } as const;

it('asks what was asked before the port came, and hands over the answer', async () => {
  const { target, handOver } = page();
  const frames = new FramePort(target);
  const asked = frames.ask(input);
  const engine = handOver();
  engine.onmessage = ({ data }: MessageEvent<FrameQuestion>) =>
    engine.postMessage({ id: data.id, answer: { ok: true, value: viewedFrame(data.input.frameIndex) } });
  expect(await asked).toMatchObject({ ok: true, value: { facts: { frameIndex: 7 } } });
  engine.close();
});

it('says that a frame was lost when the engine started anew', async () => {
  const { target, handOver } = page();
  const frames = new FramePort(target);
  handOver();
  const asked = frames.ask(input);
  const engine = handOver();
  expect(await asked).toMatchObject({ ok: false, error: { code: 'app/engine-stopped' } });
  engine.close();
});

it('leaves nobody waiting when the engine has ended for good', async () => {
  const { target, handOver } = page();
  const frames = new FramePort(target);
  const engine = handOver();
  const asked = frames.ask(input);
  engine.close();
  expect(await asked).toMatchObject({ ok: false, error: { code: 'app/engine-stopped' } });
  expect(await frames.ask(input)).toMatchObject({ ok: false, error: { code: 'app/engine-stopped' } });
  const next = handOver();
  next.onmessage = ({ data }: MessageEvent<FrameQuestion>) =>
    next.postMessage({ id: data.id, answer: { ok: true, value: viewedFrame(data.input.frameIndex) } });
  expect(await frames.ask(input)).toMatchObject({ ok: true });
  next.close();
});

it('takes no port from another window', async () => {
  const { target, handOver } = page();
  const frames = new FramePort(target);
  const asked = frames.ask(input);
  const stranger = handOver({});
  const heard = new Promise((resolve) => (stranger.onmessage = resolve));
  const nothing = new Promise((resolve) => setTimeout(() => resolve('nothing'), 50));
  expect(await Promise.race([heard, nothing, asked])).toBe('nothing');
  stranger.close();
});
