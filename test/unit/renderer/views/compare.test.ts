// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { flushSync } from 'svelte';
import App from '../../../../src-renderer/App.svelte';
import { createRandom } from '../../../../src-main/engine/support/random.ts';
import { viewedSides, type ViewedFrame } from '../../../../src-main/shared/viewing.ts';
import { timeText } from '../../../../src-main/shared/wording.ts';
import { viewedFrame, viewedVideo } from '../support/frames.ts';
import { evidenceRow } from '../support/rows.ts';
import { shown } from '../support/shown.ts';
import { summary, workspaceWith } from '../support/workspace.ts';

const FRAMES = 300;

/** What was painted last on each canvas: the first pixel names the frame. */
let painted = new WeakMap<HTMLCanvasElement, number>();
beforeEach(() => {
  painted = new WeakMap();
  vi.stubGlobal(
    'ImageData',
    class {
      readonly data: Uint8ClampedArray;
      constructor(width: number, height: number) {
        this.data = new Uint8ClampedArray(width * height * 4);
      }
    },
  );
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockImplementation(function (this: HTMLCanvasElement) {
    return { putImageData: ({ data }: ImageData) => painted.set(this, data[0]! + 256 * data[1]!) } as never;
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** The page with two videos whose frames come when the test lets them; the second is twice as wide. */
async function page() {
  const decoding: (() => void)[] = [];
  const wide = (frame: ViewedFrame): ViewedFrame => ({
    facts: { ...frame.facts, width: 4, height: 2 },
    rgb: Uint8Array.of(...frame.rgb.slice(0, 3), ...Array<number>(21).fill(0)),
  });
  const { workspace } = workspaceWith([evidenceRow(1), evidenceRow(2)], [], null, {
    'viewing:open': () => viewedVideo(FRAMES),
    'viewing:check': () => null,
    'viewing:frame': ({ evidenceId, frameIndex }) =>
      new Promise<ViewedFrame>((resolve) => {
        const frame = viewedFrame(frameIndex);
        decoding.push(() => resolve(evidenceId === 1 ? frame : wide(frame)));
      }),
  });
  const root = shown(App, { workspace });
  await workspace.openCase(summary.path);
  const part = (testid: string, within: ParentNode = root) =>
    within.querySelector<HTMLElement>(`[data-testid=${testid}]`);
  const press = (key: string) => {
    window.dispatchEvent(new KeyboardEvent('keydown', { key }));
    flushSync();
  };
  const settle = async () => {
    for (let turn = 0; turn < 12; turn += 1) {
      decoding.splice(0).forEach((end) => end());
      await new Promise((resolve) => setTimeout(resolve));
    }
    flushSync();
  };
  return { workspace, decoding, part, press, settle };
}

it('shows of each picture the pixels and the facts of one frame at every instant of 150 random steps', async () => {
  const { workspace, decoding, part } = await page();
  workspace.compareVideos([1, 2]);
  const random = createRandom(5);
  const seen = new Set<string>();
  const check = () => {
    flushSync();
    for (const side of viewedSides) {
      const picture = part(`compared-${side}`);
      const caption = part(`caption-${side}`);
      const facts = caption && part('frame-facts', caption);
      if (!picture) {
        expect(facts).toBeNull();
        continue;
      }
      const frame = Number(picture.dataset['frameIndex']);
      expect({
        painted: painted.get(picture.querySelector('canvas')!),
        facts: Number(facts!.dataset['frameIndex']),
        time: facts!.textContent.includes(timeText(frame * 40)),
        hash: facts!.textContent.includes(viewedFrame(frame).facts.sha256!),
        name: part(`compared-name-${side}`)!.textContent.includes(`frame ${frame}`),
        old: picture.classList.contains('old'),
        file: caption!.textContent.includes(side === 'a' ? 'clip 1.mp4' : 'clip 2.mp4'),
      }).toEqual({
        ...{ painted: frame, facts: frame, time: true, hash: true, name: true, file: true },
        old: workspace.compare.sides[side].loader.loading !== null,
      });
      seen.add(`${side} ${frame}`);
    }
  };
  const moves = [
    () => workspace.compare.step(1),
    () => workspace.compare.step(-1),
    () => workspace.compare.show('b', random.integer(FRAMES)),
    () => workspace.compare.show('a', random.integer(8)),
    () => workspace.compare.toggleLink(),
    () => workspace.compare.chooseOther(),
  ];
  for (let step = 0; step < 150; step += 1) {
    moves[random.integer(moves.length)]!();
    check();
    for (let turn = random.integer(4); turn > 0; turn -= 1) {
      if (random.next() < 0.7) decoding.shift()?.();
      await new Promise((resolve) => setTimeout(resolve));
      check();
    }
  }
  expect(seen.size).toBeGreaterThan(40);
});

it('goes from a frame under review to it and the next one, and back with Escape', async () => {
  const { workspace, part, press, settle } = await page();
  await workspace.review(1);
  workspace.playhead.show(7);
  await settle();
  press('v');
  await settle();
  expect(part('compared-a')!.dataset['frameIndex']).toBe('7');
  expect(part('compared-b')!.dataset['frameIndex']).toBe('8');
  expect(part('apart')!.textContent.trim()).toBe('B 0:00.040 later than A');
  press('Escape');
  await settle();
  expect([workspace.view, workspace.compare.sides.a.shown]).toEqual(['review', null]);
});

it('shows a difference with its figures, and the gain as such', async () => {
  const { workspace, part, press, settle } = await page();
  await workspace.review(1);
  await settle();
  press('v');
  await settle();
  press('3');
  expect(part('difference-text')!.textContent).toMatch(/^50\.0 % of the pixels differ, by 1 of 255 at most/);
  expect(part('difference-text')!.textContent).toContain('Drawn 4 times as strong, for viewing only');
  press('ArrowUp');
  expect(part('gain')!.textContent).toBe('× 8');
  expect(painted.get(part('difference') as HTMLCanvasElement)).toBe(8);
});

it('shows no difference of two sizes and says why, and scales for viewing only, as it says', async () => {
  const { workspace, part, press, settle } = await page();
  workspace.compareVideos([1, 2]);
  await settle();
  expect(part('scaled')!.textContent).toBe(
    'A has 2 × 1 pixels, B 4 × 2: B is drawn at 0.5 times its size, as wide as A, for viewing only.',
  );
  press('3');
  expect(part('difference')).toBeNull();
  expect(part('no-difference')!.textContent).toContain('A has 2 × 1 pixels, B 4 × 2');
});

it('blinks between the two until it is told to stay on the chosen one', async () => {
  const { workspace, part, press, settle } = await page();
  await workspace.review(1);
  await settle();
  press('v');
  press('2');
  await settle();
  vi.useFakeTimers();
  try {
    press('1');
    press('2');
    const inFront = () =>
      viewedSides.filter((side) => part(`compared-${side}`)!.style.visibility !== 'hidden').join();
    const fronts = [0, 1, 2].map(() => {
      vi.advanceTimersByTime(500);
      flushSync();
      return inFront();
    });
    expect([...new Set(fronts)].sort()).toEqual(['a', 'b']);
    expect(fronts[0]).toBe(fronts[2]);
    press(' ');
    vi.advanceTimersByTime(5000);
    flushSync();
    expect(inFront()).toBe('a');
    press('x');
    expect([inFront(), part('compared-name-b')!.textContent.includes('frame 1')]).toEqual(['b', true]);
  } finally {
    vi.useRealTimers();
  }
});

it('says what to select where two videos are wanted', async () => {
  const { workspace, press } = await page();
  press('v');
  expect(workspace.notices.list.map(({ title }) => title)).toContain('Nothing to compare');
  workspace.listing.toggle(1);
  workspace.listing.toggle(2);
  press('v');
  expect(workspace.view).toBe('compare');
});
