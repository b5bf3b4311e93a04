import { describe, expect, it } from 'vitest';
import type { Anchor } from '../../../../src-renderer/lib/place-sound.ts';
import { NoticeStore } from '../../../../src-renderer/state/notices.svelte.ts';
import { Player } from '../../../../src-renderer/state/player.svelte.ts';
import { Playhead } from '../../../../src-renderer/state/playhead.svelte.ts';
import { FakeDesk } from '../support/fake-desk.ts';
import { viewedFrame, viewedVideo } from '../support/frames.ts';
import { evidenceRow } from '../support/rows.ts';

const settled = () => new Promise((resolve) => setTimeout(resolve));

/** A film of 20 frames with these times, a clock that goes by 10 ms a tick, and a decoder that takes its time. */
async function film(timesMs: (frame: number) => number, decodeMs = 0) {
  const time = { ms: 0 };
  const desk = new FakeDesk({
    'evidence:detail': () => ({
      opening: 'a',
      row: evidenceRow(1),
      finding: null,
      errorsHere: [],
      oldHashes: null,
      credentialCheck: null,
    }),
    'viewing:open': () => ({
      ...viewedVideo(20),
      timesMs: Float64Array.from({ length: 20 }, (_, at) => timesMs(at)),
    }),
    'viewing:check': () => null,
    'viewing:frame': ({ frameIndex, purpose }) => {
      if (purpose === 'play') time.ms += decodeMs;
      return viewedFrame(frameIndex);
    },
  });
  const playhead = new Playhead(desk, new NoticeStore());
  await playhead.open(1);
  await settled();
  const shown: [frame: number, atMs: number][] = [];
  const heard: (Anchor | null)[] = [];
  const sound = { follow: (anchor: Anchor | null) => void heard.push(anchor) };
  const player = new Player(playhead, sound, {
    now: () => time.ms,
    tick: async () => {
      const frame = playhead.shown!.facts.frameIndex;
      if (shown.at(-1)?.[0] !== frame) shown.push([frame, time.ms]);
      time.ms += 10;
      await settled();
    },
  });
  return { playhead, player, shown, heard };
}

describe('Player', () => {
  it('shows each frame at its own time, also where the rate varies', async () => {
    const { player, shown } = await film((frame) => (frame < 5 ? frame * 40 : 1000 + frame * 20));
    await player.play(1);
    expect(shown.map(([frame]) => frame)).toEqual([...Array(20).keys()]);
    expect(shown[4]![1]).toBe(160);
    expect(shown[5]![1]).toBe(1100);
    expect(shown[6]![1]).toBe(1120);
    expect(player.dropped).toBe(0);
    expect(player.rate).toBe(0);
  });

  it('plays at a quarter of the speed, and backwards', async () => {
    const { playhead, player, shown } = await film((frame) => frame * 40);
    playhead.show(5);
    await settled();
    await player.play(-0.25);
    expect(shown.map(([frame]) => frame)).toEqual([5, 4, 3, 2, 1, 0]);
    expect(shown[1]![1]).toBe(160);
  });

  it('tells the sound where the film goes on, at 1x forwards alone, and that it rests', async () => {
    const { playhead, player, shown, heard } = await film((frame) => frame * 40);
    playhead.show(5);
    await settled();
    await player.play(1);
    expect(heard).toEqual([{ filmMs: 200, atMs: shown[0]![1] }, null]);
    await player.play(-1);
    await player.play(2);
    expect(heard.slice(2).filter((anchor) => anchor !== null)).toEqual([]);
  });

  it('lets the sound begin anew with each round of a loop', async () => {
    const { player, shown, heard } = await film((frame) => frame * 40);
    player.repeat({ first: 5, last: 7 });
    await expect.poll(() => shown.length).toBeGreaterThan(6);
    player.pause();
    const rounds = shown.filter(([frame]) => frame === 5).map(([, atMs]) => ({ filmMs: 200, atMs }));
    expect(heard).toEqual(expect.arrayContaining(rounds));
  });

  it('plays a marked segment over and over, each frame for its own time', async () => {
    const { player, shown } = await film((frame) => frame * 40);
    player.repeat({ first: 5, last: 7 });
    await expect.poll(() => shown.length).toBeGreaterThan(6);
    player.pause();
    const rounds = shown.slice(0, 7);
    expect(rounds.map(([frame]) => frame)).toEqual([5, 6, 7, 5, 6, 7, 5]);
    const starts = rounds.filter(([frame]) => frame === 5).map(([, atMs]) => atMs);
    expect(starts.map((atMs) => atMs - starts[0]!)).toEqual([0, 120, 240]);
    expect(player.dropped).toBe(0);
  });

  it('loops backwards, counts what it leaves out in each round, and goes on when the loop ends', async () => {
    const { playhead, player, shown } = await film((frame) => frame * 10);
    playhead.show(12);
    await settled();
    player.loop = { first: 5, last: 12 };
    const playing = player.play(-2);
    await expect.poll(() => shown.filter(([frame]) => frame >= 11).length).toBeGreaterThan(2);
    expect(Math.min(...shown.map(([frame]) => frame))).toBeGreaterThan(4);
    expect(player.dropped).toBeGreaterThan(5);
    player.loop = null;
    await playing;
    expect(playhead.frameIndex).toBe(0);
  });

  it('counts the frames that it had to leave out', async () => {
    const { player, shown } = await film((frame) => frame * 10);
    await player.play(2);
    expect(shown.length + player.dropped).toBe(20);
    expect(player.dropped).toBeGreaterThan(5);
  });

  it('waits for a decoder that is far too slow, and says so', async () => {
    const { player, shown } = await film((frame) => frame * 40, 300);
    await player.play(1);
    expect(player.waited).toBe(true);
    expect(shown.length).toBeGreaterThan(5);
  });

  it('leaves the film to the examiner who steps elsewhere', async () => {
    const { playhead, player } = await film((frame) => frame * 40);
    const playing = player.play(1);
    await settled();
    playhead.show(17);
    await playing;
    await settled();
    expect(player.rate).toBe(0);
    expect(playhead.shown?.facts.frameIndex).toBe(17);
  });

  it('goes faster each time it is told to, and turns round at normal speed', () => {
    const silent = { follow: () => undefined };
    const player = new Player(new Playhead(new FakeDesk({}), new NoticeStore()), silent);
    const rates: number[] = [];
    const record = (direction: 1 | -1) => {
      player.play = (rate: number) => {
        player.rate = rate;
        return Promise.resolve();
      };
      player.shuttle(direction);
      rates.push(player.rate);
    };
    for (const direction of [1, 1, 1, 1, -1, -1] as const) record(direction);
    expect(rates).toEqual([1, 2, 4, 4, -1, -2]);
  });
});
