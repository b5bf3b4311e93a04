import { describe, expect, it } from 'vitest';
import { DeskError } from '../../../../src-renderer/lib/desk.ts';
import { CompareStore } from '../../../../src-renderer/state/compare.svelte.ts';
import { asFound } from '../../../../src-renderer/lib/people.ts';
import { NoticeStore } from '../../../../src-renderer/state/notices.svelte.ts';
import { FakeDesk } from '../support/fake-desk.ts';
import { viewedFrame, viewedVideo } from '../support/frames.ts';
import { evidenceRow, storedFinding, track } from '../support/rows.ts';

/** Two videos: the first of 100 frames at 25/s, the second of 30 frames at 10/s. */
async function compared(answers: ConstructorParameters<typeof FakeDesk>[0] = {}) {
  const tenths = { ...viewedVideo(30), timesMs: Float64Array.from({ length: 30 }, (_, at) => at * 100) };
  const desk = new FakeDesk({
    'evidence:detail': ({ evidenceId }) => ({
      opening: 'a',
      row: evidenceRow(evidenceId),
      finding: null,
      errorsHere: [],
      oldHashes: null,
      credentialCheck: null,
    }),
    'viewing:open': ({ evidenceId }) => (evidenceId === 1 ? viewedVideo(100) : tenths),
    'viewing:check': () => null,
    'viewing:frame': ({ evidenceId, frameIndex }) => {
      const frame = viewedFrame(frameIndex);
      if (evidenceId === 1) return frame;
      return { ...frame, facts: { ...frame.facts, ptsMs: frameIndex * 100, durationMs: 100 } };
    },
    ...answers,
  });
  const compare = new CompareStore(desk, new NoticeStore());
  const { a, b } = compare.sides;
  const wanted = () => [a.frameIndex, b.frameIndex];
  const shown = () => [a, b].map((side) => side.shown?.facts.frameIndex ?? null);
  return { desk, compare, wanted, shown };
}

const first = (frameIndex: number) => ({ evidenceId: 1, frameIndex });
const second = (frameIndex: number) => ({ evidenceId: 2, frameIndex });

describe('two videos', () => {
  it('move together by their times, not by their frame numbers', async () => {
    const { compare, wanted, shown } = await compared();
    await compare.open(first(0), second(0));
    compare.show('a', 25);
    expect(wanted()).toEqual([25, 10]);
    compare.step(1);
    expect(wanted()).toEqual([26, 10]);
    compare.show('b', 20);
    expect(wanted()).toEqual([50, 20]);
    await expect.poll(shown).toEqual([50, 20]);
    expect([compare.apartMs, compare.isTogether]).toEqual([0, true]);
  });

  it('keep the distance at which the examiner lined them up', async () => {
    const { compare, wanted } = await compared();
    await compare.open(first(0), second(0));
    compare.toggleLink();
    compare.show('b', 5);
    expect(wanted()).toEqual([0, 5]);
    compare.toggleLink();
    expect(compare.linkedMs).toBe(500);
    compare.show('a', 50);
    expect(wanted()).toEqual([50, 25]);
    compare.linkEqual();
    expect(wanted()).toEqual([50, 20]);
  });

  it('say so where one of them has no frame at that time', async () => {
    const { compare, wanted, shown } = await compared();
    await compare.open(first(0), second(0));
    compare.toEnd(1);
    expect(wanted()).toEqual([99, 29]);
    await expect.poll(shown).toEqual([99, 29]);
    expect([compare.isTogether, compare.apartMs]).toEqual([false, 2900 - 3960]);
    compare.show('a', 70);
    await expect.poll(shown).toEqual([70, 28]);
    expect(compare.isTogether).toBe(true);
  });
});

describe('two frames of one video', () => {
  it('are decoded on two sides, and move together as far apart as they are', async () => {
    const { compare, desk, wanted } = await compared();
    await compare.open(first(10), first(11));
    compare.step(1);
    expect(wanted()).toEqual([11, 12]);
    const sides = desk.asked.filter(({ command }) => command === 'viewing:frame');
    expect(new Set(sides.map(({ input }) => (input as { side: string }).side))).toEqual(new Set(['a', 'b']));
    compare.toEnd(1);
    expect(wanted()).toEqual([99, 99]);
  });

  it('follow a sum of times that differs from the time itself in the last place', async () => {
    const thirds = {
      ...viewedVideo(60),
      timesMs: Float64Array.from({ length: 60 }, (_, at) => (at * 1001) / 30),
    };
    const { compare, wanted } = await compared({ 'viewing:open': () => thirds });
    await compare.open(first(3), first(10));
    for (let step = 0; step < 45; step += 1) compare.step(1);
    expect(wanted()).toEqual([48, 55]);
  });
});

describe('faces', () => {
  const seen = (frames: readonly number[]) =>
    frames.map((frame): [number, number | null] => [frame, frame === 44 ? null : 0.5]);
  const answers: ConstructorParameters<typeof FakeDesk>[0] = {
    'evidence:detail': ({ evidenceId }) => ({
      opening: 'a',
      ...{ errorsHere: [], oldHashes: null, credentialCheck: null },
      row: evidenceRow(evidenceId, { state: 'done', findingId: 1 }),
      finding: storedFinding({
        tracks:
          evidenceId === 1
            ? [track(1, seen([10, 20, 40, 44]), 0.5), track(2, seen([60]), 0.5)]
            : [track(1, seen([5, 15]), 0.5)],
        frames: [],
        frameCount: 100,
      }),
    }),
  };

  it('of each side are gone through by themselves, from the nearest usable one on', async () => {
    const { compare, wanted, shown } = await compared(answers);
    await compare.open(first(45), second(0));
    compare.mode = 'faces';
    expect([wanted(), compare.linkedMs]).toEqual([[40, 5], null]);
    await expect.poll(shown).toEqual([40, 5]);
    expect(compare.sides.a.face?.frameIndex).toBe(40);
    compare.step(-1);
    expect(wanted()).toEqual([20, 5]);
    compare.step(-1);
    compare.step(-1);
    expect(wanted()).toEqual([10, 5]);
    compare.chooseOther();
    compare.step(1);
    compare.step(1);
    expect(wanted()).toEqual([10, 15]);
  });

  it('are those of the person that is chosen', async () => {
    const { compare, wanted } = await compared(answers);
    await compare.open(first(0), second(0));
    compare.mode = 'faces';
    compare.choosePerson('a', 2);
    expect([compare.sides.a.person?.id, ...wanted()]).toEqual([2, 60, 5]);
  });

  it('are gone to once the people are known who were chosen or corrected meanwhile', async () => {
    let readThem = (): void => undefined;
    const isRead = new Promise<void>((resolve) => (readThem = resolve));
    const { compare, wanted } = await compared({
      ...answers,
      'evidence:people': async ({ evidenceId }) => {
        await isRead;
        const found = evidenceId === 1 ? track(2, seen([80]), 0.5) : track(1, seen([25]), 0.5);
        const none = { guests: [], corrections: [], key: null, ratioGap: null };
        return { findingId: 1, people: [asFound(found)], verdict: found.verdict, ...none };
      },
    });
    const opened = compare.open(first(0), second(0));
    compare.mode = 'faces';
    await expect.poll(() => compare.sides.a.people.length).toBe(2);
    compare.choosePerson('a', 2);
    expect(wanted()).toEqual([60, 0]);
    readThem();
    await opened;
    expect([wanted(), compare.linkedMs]).toEqual([[80, 25], null]);
  });

  it('stay those of the chosen person when the engine starts again', async () => {
    const { compare, wanted } = await compared(answers);
    await compare.open(first(0), second(0));
    compare.mode = 'faces';
    compare.choosePerson('a', 2);
    compare.reopen();
    await expect.poll(() => compare.sides.a.person?.id).toBe(2);
    expect(wanted()).toEqual([60, 5]);
  });

  it('are not shown of a file that is not the one that was analysed, nor of one that never was', async () => {
    const refused = new DeskError({ code: 'media/changed-since-analysis', message: 'It is another file.' });
    const { compare } = await compared({ ...answers, 'viewing:check': () => Promise.reject(refused) });
    await compare.open(first(10), second(5));
    await expect.poll(() => compare.sides.a.check).toBe('failed');
    expect(compare.sides.a.face).toBeNull();
    const { compare: bare } = await compared();
    await bare.open(first(10), second(5));
    bare.mode = 'faces';
    expect([bare.sides.a.people, bare.sides.a.frameIndex]).toEqual([[], 10]);
  });
});

it('shows no frame any more of a file that is not the one that was analysed', async () => {
  const { compare, shown } = await compared({
    'viewing:check': ({ evidenceId }) => {
      if (evidenceId === 2)
        throw new DeskError({ code: 'media/changed-since-analysis', message: 'Other file.' });
      return null;
    },
  });
  await compare.open(first(0), second(0));
  await expect.poll(shown).toEqual([0, null]);
  compare.step(1);
  await expect.poll(shown).toEqual([1, null]);
  expect(compare.sides.b.failure).toMatchObject({ code: 'media/changed-since-analysis' });
});

it('opens a video anew whose analysis was of another file, at the frame that was on screen', async () => {
  const { compare, desk, shown } = await compared();
  await compare.open(first(5), second(2));
  await expect.poll(shown).toEqual([5, 2]);
  const opened = () => desk.asked.filter(({ command }) => command === 'viewing:open').length;
  compare.follow(evidenceRow(1, { state: 'running' }));
  expect(opened()).toBe(2);
  compare.follow(evidenceRow(1, { findingId: 7 }));
  await expect.poll(opened).toBe(3);
  await expect.poll(shown).toEqual([5, 2]);
});

it('knows the size of both pictures before it says that they differ', async () => {
  const { compare, shown } = await compared();
  expect(compare.isOneSize).toBeNull();
  await compare.open(first(0), first(1));
  await expect.poll(shown).toEqual([0, 1]);
  expect(compare.isOneSize).toBe(true);
});
