import { beforeEach, describe, expect, it } from 'vitest';
import type { People } from '../../../../src-main/shared/people.ts';
import { NoticeStore } from '../../../../src-renderer/state/notices.svelte.ts';
import { DeskError } from '../../../../src-renderer/lib/desk.ts';
import { Playhead } from '../../../../src-renderer/state/playhead.svelte.ts';
import { FakeDesk } from '../support/fake-desk.ts';
import { viewedFrame, viewedVideo } from '../support/frames.ts';
import { evidenceRow, storedFinding, track } from '../support/rows.ts';

/** Frames 0, 10, 20, 30 were to be sampled; frame 20 could not be decoded. */
const finding = storedFinding({
  frameCount: 45,
  frames: [0, 10, 20, 30].map((frameIndex) => ({
    frameIndex,
    pts: frameIndex,
    ptsMs: frameIndex * 40,
    skipped: frameIndex === 20 ? 'damaged' : null,
  })),
  tracks: [
    track(
      1,
      [
        [0, 0.2],
        [10, 0.95],
        [30, 0.1],
      ],
      0.3,
    ),
    track(
      2,
      [
        [0, 0.6],
        [10, null],
        [30, 0.7],
      ],
      0.65,
    ),
  ],
});

let playhead: Playhead;
beforeEach(async () => {
  playhead = new Playhead(
    new FakeDesk({
      'evidence:detail': () => ({
        opening: 'a',
        row: evidenceRow(1, { state: 'done' }),
        finding,
        errorsHere: [],
        oldHashes: null,
        credentialCheck: null,
      }),
      'viewing:open': () => viewedVideo(45),
      'viewing:check': () => null,
      'viewing:frame': ({ frameIndex }) => viewedFrame(frameIndex),
    }),
    new NoticeStore(),
  );
  await playhead.open(1);
  await settled();
});

const settled = () => new Promise((resolve) => setTimeout(resolve));

describe('Playhead', () => {
  it('shows no frame of one stream under the faces of another that was analysed since', async () => {
    let stream = 0;
    let answer = () => {};
    const desk = new FakeDesk({
      'evidence:detail': () => ({
        opening: 'a',
        row: evidenceRow(1, { state: 'done' }),
        finding: { ...finding, parameters: { ...finding.parameters, ...(stream > 0 && { stream }) } },
        ...{ errorsHere: [], oldHashes: null, credentialCheck: null },
      }),
      'viewing:open': () => viewedVideo(45),
      'viewing:check': () => null,
      'viewing:frame': ({ frameIndex }) =>
        stream
          ? new Promise((resolve) => (answer = () => resolve(viewedFrame(frameIndex))))
          : viewedFrame(frameIndex),
    });
    const both = new Playhead(desk, new NoticeStore());
    await both.open(1);
    await settled();
    expect(both.faces).not.toEqual([]);
    stream = 1;
    await both.refresh();
    await settled();
    expect([both.shown, both.faces]).toEqual([null, []]);
    answer();
    await settled();
    expect(both.faces).not.toEqual([]);
  });

  it('shows the video that was asked for last, whichever answer comes last', async () => {
    const answers = new Map<number, () => void>();
    const slow = new Playhead(
      new FakeDesk({
        'evidence:detail': ({ evidenceId }) =>
          new Promise((resolve) =>
            answers.set(evidenceId, () =>
              resolve({
                opening: 'a',
                row: evidenceRow(evidenceId),
                finding: null,
                errorsHere: [],
                oldHashes: null,
                credentialCheck: null,
              }),
            ),
          ),
      }),
      new NoticeStore(),
    );
    const [first, second] = [slow.open(1), slow.open(2)];
    answers.get(2)!();
    expect(await second).toBe(true);
    answers.get(1)!();
    expect(await first).toBe(false);
    expect(slow.detail?.row.id).toBe(2);
    const third = slow.open(3);
    slow.close();
    answers.get(3)!();
    expect(await third).toBe(false);
    expect(slow.detail).toBeNull();
  });

  it('opens where the verdict comes from, not at the loudest single face', () => {
    expect(playhead.track?.id).toBe(2);
    expect(playhead.frameIndex).toBe(30);
  });

  it('steps over frames that were not decoded', () => {
    playhead.toStart();
    playhead.step(1);
    playhead.step(1);
    expect(playhead.frameIndex).toBe(30);
    playhead.step(1);
    expect(playhead.frameIndex).toBe(30);
    playhead.step(-1);
    expect(playhead.frameIndex).toBe(10);
  });

  it('steps single frames of the video up to its last one', () => {
    playhead.show(43);
    playhead.stepRaw(1);
    playhead.stepRaw(1);
    expect(playhead.frameIndex).toBe(44);
    playhead.show(0);
    playhead.stepRaw(-1);
    expect(playhead.frameIndex).toBe(0);
  });

  it('claims no record and no faces for a frame that was not sampled', async () => {
    playhead.show(15);
    await settled();
    expect(playhead.record).toBeNull();
    expect(playhead.faces).toEqual([]);
    expect(playhead.position).toBe(1);
    playhead.step(1);
    expect(playhead.frameIndex).toBe(30);
  });

  it('shows the faces of every track on a frame, refused ones too', () => {
    expect(playhead.facesAt(10).map(({ person, face }) => [person.id, face.refused])).toEqual([
      [1, null],
      [2, 'too-blurred'],
    ]);
  });

  it('seeks the sampled frame that is near to a click, else the frame under it', () => {
    playhead.seek(420, 40);
    expect(playhead.frameIndex).toBe(10);
    playhead.seek(690, 40);
    expect(playhead.frameIndex).toBe(17);
    playhead.seek(1e9, 40);
    expect(playhead.frameIndex).toBe(44);
  });

  it('forgets the video when the case is left', () => {
    playhead.close();
    expect(playhead.detail).toBeNull();
    expect(playhead.shown).toBeNull();
    expect(playhead.facesAt(10)).toEqual([]);
  });

  it('keeps the frame under review when the analysis ends', async () => {
    playhead.show(22);
    await playhead.refresh();
    await settled();
    expect(playhead.shown?.facts.frameIndex).toBe(22);
  });
});

describe('a file that may be another one', () => {
  /** The check ends when the test says how. */
  async function opened() {
    let end!: { pass: () => void; refuse: () => void };
    const desk = new FakeDesk({
      'evidence:detail': () => ({
        opening: 'a',
        row: evidenceRow(1, { state: 'done' }),
        finding,
        errorsHere: [],
        oldHashes: null,
        credentialCheck: null,
      }),
      'viewing:check': () =>
        new Promise((resolve, reject) => {
          const error = new DeskError({ code: 'media/changed-since-analysis', message: 'another file' });
          end = { pass: () => resolve(null), refuse: () => reject(error) };
        }),
      'viewing:frame': ({ frameIndex }) => viewedFrame(frameIndex),
    });
    const review = new Playhead(desk, new NoticeStore());
    await review.open(1);
    await settled();
    return { review, end };
  }

  it('is shown without boxes and scores until its hash is known', async () => {
    const { review, end } = await opened();
    expect(review.shown?.facts.frameIndex).toBe(30);
    expect(review.faces).toEqual([]);
    end.pass();
    await settled();
    expect(review.faces).toHaveLength(2);
  });

  it('is shown no longer when the hash differs', async () => {
    const { review, end } = await opened();
    end.refuse();
    await settled();
    expect(review.shown).toBeNull();
    expect(review.failure).toMatchObject({ code: 'media/changed-since-analysis' });
    review.stepRaw(-1);
    await settled();
    expect(review.shown).toBeNull();
  });
});

describe('a video that is not analysed', () => {
  it('is stepped by its frames and sought by time', async () => {
    const desk = new FakeDesk({
      'evidence:detail': () => ({
        opening: 'a',
        row: evidenceRow(1),
        finding: null,
        errorsHere: [],
        oldHashes: null,
        credentialCheck: null,
      }),
      'viewing:open': () => viewedVideo(100),
      'viewing:check': () => null,
      'viewing:frame': ({ frameIndex }) => viewedFrame(frameIndex),
    });
    const review = new Playhead(desk, new NoticeStore());
    await review.open(1);
    await settled();
    expect(review.shown?.facts.frameIndex).toBe(0);
    review.step(1);
    expect(review.frameIndex).toBe(1);
    review.seek(1010, 0);
    expect(review.frameIndex).toBe(25);
    review.toEnd();
    expect(review.frameIndex).toBe(99);
  });
});

describe('the people of a video', () => {
  const [first, second] = finding.tracks;
  const joined: People = {
    ...{
      findingId: finding.id,
      verdict: finding.verdict,
      guests: [],
      corrections: [],
      key: 'k',
      ratioGap: null,
    },
    people: [
      {
        ...{ ...first!, name: 'Anna', noFace: null, key: 'k', tracks: [1, 2] },
        faces: [...first!.faces, ...second!.faces],
      },
    ],
  };

  it('come with a changed row, without another look at the file', async () => {
    let people: People | null = null;
    const row = evidenceRow(1, { state: 'done', findingId: finding.id });
    const desk = new FakeDesk({
      'evidence:detail': () => ({
        opening: 'o',
        row,
        finding,
        errorsHere: [],
        oldHashes: null,
        credentialCheck: null,
      }),
      'evidence:people': () => people,
      'viewing:open': () => viewedVideo(45),
      'viewing:check': () => null,
      'viewing:frame': ({ frameIndex }) => viewedFrame(frameIndex),
    });
    const review = new Playhead(desk, new NoticeStore());
    await review.open(1);
    await settled();
    expect(review.tracks.map(({ id }) => id)).toEqual([1, 2]);
    people = joined;
    await review.follow({ ...row, corrected: null });
    expect(review.tracks.map(({ id, name }) => [id, name])).toEqual([[1, 'Anna']]);
    expect(review.check).toBe('same');
    expect(desk.asked.filter(({ command }) => command === 'viewing:check')).toHaveLength(1);
    review.machineOnly = true;
    expect(review.tracks.map(({ id, name }) => [id, name])).toEqual([
      [1, null],
      [2, null],
    ]);
    await review.follow({ ...row, findingId: 99 });
    expect(desk.asked.filter(({ command }) => command === 'viewing:check')).toHaveLength(2);
  });
});

it('says how far a file was read for its MD5 and SHA-1, and gives it up without a notice', async () => {
  let giveUp = (_reason: DeskError) => {};
  const waiting = new Promise<never>((_resolve, reject) => (giveUp = reject));
  const desk = new FakeDesk({
    'evidence:detail': () => ({
      ...{
        opening: 'a',
        row: evidenceRow(1),
        finding: null,
        errorsHere: [],
        oldHashes: null,
        credentialCheck: null,
      },
    }),
    'viewing:open': () => viewedVideo(45),
    'viewing:check': () => null,
    'viewing:frame': ({ frameIndex }) => viewedFrame(frameIndex),
    'evidence:old-hashes': () => waiting,
    'evidence:stop-hashing': () => {
      giveUp(new DeskError({ code: 'case/cancelled', message: 'It was cancelled.' }));
      return null;
    },
  });
  const notices = new NoticeStore();
  const reading = new Playhead(desk, notices);
  await reading.open(1);
  await settled();
  const hashing = reading.computeOldHashes();
  expect(notices.busy).toBe('Reading the file…');
  desk.emit('hash:progress', { stage: 'hash', done: 30, total: 120 });
  expect(notices.busy).toBe('Reading the file: 25 %…');
  desk.emit('hash:progress', { stage: 'hash', done: 60, total: 120 });
  expect(notices.busy).toBe('Reading the file: 50 %…');
  notices.busy = 'Writing the report…';
  desk.emit('hash:progress', { stage: 'hash', done: 90, total: 120 });
  expect(notices.busy).toBe('Writing the report…');
  notices.stop!();
  await hashing;
  expect([notices.busy, notices.stop, notices.list]).toEqual([null, null, []]);
  expect(reading.oldHashes).toBeNull();
});
