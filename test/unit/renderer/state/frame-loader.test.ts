import { describe, expect, it } from 'vitest';
import type { ViewedFrame } from '../../../../src-main/shared/viewing.ts';
import { FrameLoader, type FrameAddress } from '../../../../src-renderer/state/frame-loader.svelte.ts';
import { viewedFrame } from '../support/frames.ts';

/** Serves frames when the test says so, and counts what was really loaded. */
function gatedLoad() {
  const loads: FrameAddress[] = [];
  const gates: { resolve: (frame: ViewedFrame) => void; reject: (error: Error) => void }[] = [];
  const load = (address: FrameAddress) => {
    loads.push(address);
    return new Promise<ViewedFrame>((resolve, reject) => gates.push({ resolve, reject }));
  };
  return { load, loads, gates };
}

const frame = (frameIndex: number) => ({ opening: 'a', evidenceId: 1, frameIndex });
const settled = () => new Promise((resolve) => setTimeout(resolve));

describe('FrameLoader', () => {
  it('skips frames that were passed while the key was held', async () => {
    const { load, loads, gates } = gatedLoad();
    const loader = new FrameLoader(load);
    void loader.want(frame(0));
    for (const index of [1, 2, 3]) void loader.want(frame(index));
    gates[0]!.resolve(viewedFrame(0));
    await settled();
    expect(loader.shown).toEqual({ evidenceId: 1, ...viewedFrame(0) });
    gates[1]!.resolve(viewedFrame(3));
    await settled();
    expect(loads.map(({ frameIndex }) => frameIndex)).toEqual([0, 3]);
    expect(loader.shown?.facts.frameIndex).toBe(3);
    expect(loader.loading).toBeNull();
  });

  it('shows the former frame until the next can be painted', async () => {
    const { load, gates } = gatedLoad();
    const loader = new FrameLoader(load);
    void loader.want(frame(0));
    gates[0]!.resolve(viewedFrame(0));
    await settled();
    void loader.want(frame(1));
    await settled();
    expect(loader.shown?.facts.frameIndex).toBe(0);
    expect(loader.loading).toEqual(frame(1));
  });

  it('fetches the likely next frame while nothing else is wanted, without showing it', async () => {
    const { load, loads, gates } = gatedLoad();
    const loader = new FrameLoader(load);
    void loader.want(frame(0), [frame(9)]);
    expect(loads).toHaveLength(1);
    gates[0]!.resolve(viewedFrame(0));
    await settled();
    expect(loads.at(-1)).toEqual(frame(9));
    gates[1]!.reject(new Error('damaged'));
    await settled();
    expect(loader.shown?.facts.frameIndex).toBe(0);
    expect(loader.failure).toBeNull();
  });

  it('names the frame that cannot be shown, and forgets it once another is', async () => {
    const { load, gates } = gatedLoad();
    const loader = new FrameLoader(load);
    void loader.want(frame(5));
    gates[0]!.reject(new Error('damaged'));
    await settled();
    expect(loader.failure).toMatchObject({ frameIndex: 5 });
    void loader.want(frame(6));
    gates[1]!.resolve(viewedFrame(6));
    await settled();
    expect(loader.failure).toBeNull();
  });

  it('shows nothing of a video that was left meanwhile', async () => {
    const { load, gates } = gatedLoad();
    const loader = new FrameLoader(load);
    void loader.want(frame(5));
    loader.clear();
    // Evidence of another case may have the same number.
    void loader.want(frame(2));
    gates[0]!.resolve(viewedFrame(5));
    await settled();
    expect(loader.shown).toBeNull();
    gates[1]!.resolve(viewedFrame(2));
    await settled();
    expect(loader.shown?.facts.frameIndex).toBe(2);
  });
});
