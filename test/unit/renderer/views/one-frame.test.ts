// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { flushSync } from 'svelte';
import App from '../../../../src-renderer/App.svelte';
import { Workspace } from '../../../../src-renderer/state/workspace.svelte.ts';
import { createRandom } from '../../../../src-main/engine/support/random.ts';
import type { AnyRecord } from '../../../../src-main/shared/notebook.ts';
import type { ViewedFrame } from '../../../../src-main/shared/viewing.ts';
import { timeText } from '../../../../src-main/shared/wording.ts';
import { FakeDesk } from '../support/fake-desk.ts';
import { viewedFrame, viewedVideo } from '../support/frames.ts';
import { evidenceRow, storedFinding, track } from '../support/rows.ts';
import { shown } from '../support/shown.ts';

const FRAMES = 300;
/** Every third frame was sampled; the score and the box of each name it. */
const sampled = Array.from({ length: FRAMES / 3 }, (_, at) => at * 3);

/** What was painted last: the first pixel names the frame. */
let painted = -1;
beforeEach(() => {
  vi.stubGlobal(
    'ImageData',
    class {
      readonly data: Uint8ClampedArray;
      constructor(width: number, height: number) {
        this.data = new Uint8ClampedArray(width * height * 4);
      }
    },
  );
  const context = { putImageData: ({ data }: ImageData) => (painted = data[0]! + 256 * data[1]!) };
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(context as never);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

it('shows header, facts, boxes and pixels of one frame at every instant of 200 random steps', async () => {
  const one = track(
    1,
    sampled.map((frameIndex) => [frameIndex, 0.5]),
    0.5,
  );
  for (const face of one.faces) face.box = { x: face.frameIndex, y: 0, width: 1, height: 1 };
  const frames = sampled.map((frameIndex) => ({
    frameIndex,
    pts: frameIndex,
    ptsMs: frameIndex * 40,
    skipped: null,
  }));
  const finding = storedFinding({ tracks: [one], frames, frameCount: FRAMES });
  const random = createRandom(11);
  const decoding: (() => void)[] = [];
  const row = evidenceRow(1, { state: 'done' });
  const notes = sampled.slice(0, 10).map((frameIndex): AnyRecord => ({
    ...{ id: frameIndex + 1, kind: 'note', subject: `note/${frameIndex}`, evidenceId: 1 },
    content: { place: { kind: 'frame', at: { frameIndex, ptsMs: null } }, region: null, tags: [], text: '' },
    ...{ author: 'A. Smith', at: '2026-03-01T14:00:00Z', cause: 'change', target: null },
  }));
  const desk = new FakeDesk({
    'notebook:read': () => ({
      opening: 'a',
      records: notes,
      examiner: 'A. Smith',
      undo: null,
      redo: null,
      agreement: [],
    }),
    'evidence:detail': () => ({
      opening: 'a',
      row,
      finding,
      errorsHere: [],
      oldHashes: null,
      credentialCheck: null,
    }),
    'viewing:open': () => viewedVideo(FRAMES),
    'viewing:check': () => null,
    // Ends when the test lets it.
    'viewing:frame': ({ frameIndex }) =>
      new Promise<ViewedFrame>((resolve) => decoding.push(() => resolve(viewedFrame(frameIndex)))),
  });
  const workspace = new Workspace(desk);
  const page = shown(App, { workspace });
  const part = (testid: string) => page.querySelector<HTMLElement>(`[data-testid=${testid}]`);
  await workspace.notebook.load();
  workspace.marking.panel = 'notes';
  await workspace.review(1);
  window.dispatchEvent(new KeyboardEvent('keydown', { key: 't' }));
  const seen = new Set<number>();

  const check = () => {
    flushSync();
    const picture = part('review-frame');
    if (!picture) return;
    const frame = Number(picture.dataset['frameIndex']);
    const boxes = [...page.querySelectorAll('rect.box')].map((box) => Number(box.getAttribute('x')));
    const loading = part('frame-loading')?.textContent;
    expect({
      painted,
      place: Number(part('frame-place')?.dataset['frameIndex']),
      time: part('frame-place')
        ?.textContent.trim()
        .startsWith(timeText(frame * 40)),
      facts: Number(part('frame-facts')?.dataset['frameIndex']),
      hash: part('frame-facts')?.textContent.includes(viewedFrame(frame).facts.sha256!),
      boxes,
      // The rows that exist here are those of the first frames.
      table: [...page.querySelectorAll('[data-testid=frame-row][aria-current]')].every(
        (each) => (each as HTMLElement).dataset['frameIndex'] === String(frame),
      ),
      noted: [...page.querySelectorAll('[data-testid=note].here')].map(
        (each) => (each as HTMLElement).dataset['subject'],
      ),
      old: picture.classList.contains('old'),
      namedAsOld: loading?.includes(`Still frame ${frame};`) ?? false,
    }).toEqual({
      painted: frame,
      place: frame,
      time: true,
      facts: frame,
      hash: true,
      boxes: frame % 3 === 0 ? [frame] : [],
      table: true,
      noted: frame % 3 === 0 && frame < 30 ? [`note/${frame}`] : [],
      old: workspace.playhead.loader.loading !== null,
      namedAsOld: workspace.playhead.loader.loading !== null,
    });
    seen.add(frame);
  };

  const moves = [
    () => workspace.playhead.step(1),
    () => workspace.playhead.step(-1),
    () => workspace.playhead.stepRaw(1),
    () => workspace.playhead.stepRaw(-1),
    () => workspace.playhead.show(random.integer(FRAMES)),
    () => workspace.playhead.show(random.integer(8)),
  ];
  for (let step = 0; step < 200; step += 1) {
    moves[random.integer(moves.length)]!();
    check();
    for (let turn = random.integer(4); turn > 0; turn -= 1) {
      if (random.next() < 0.7) decoding.shift()?.();
      await Promise.resolve();
      check();
      await new Promise((resolve) => setTimeout(resolve));
      check();
    }
  }
  expect(seen.size).toBeGreaterThan(40);
});
