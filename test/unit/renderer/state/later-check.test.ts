/** Content Credentials that are checked again, beside the video under review. */
import { beforeEach, expect, it } from 'vitest';
import type { CredentialCheck } from '../../../../src-main/shared/credentials.ts';
import { NoticeStore } from '../../../../src-renderer/state/notices.svelte.ts';
import { Playhead } from '../../../../src-renderer/state/playhead.svelte.ts';
import { FakeDesk } from '../support/fake-desk.ts';
import { viewedFrame, viewedVideo } from '../support/frames.ts';
import { evidenceRow, storedFinding } from '../support/rows.ts';

const finding = storedFinding({ tracks: [], frames: [], frameCount: 45 });
const checked = (state: 'trusted' | 'invalid', at: string): CredentialCheck => ({
  ...{ findingId: finding.id, sha256: 'a'.repeat(64), at },
  result: { state, manifests: [], fault: null, trustList: null, library: 'c2pa 1' },
});
let opening: string;
let stored: CredentialCheck | null;
let checksOfLog: number;
let beforeAnswer: Promise<void>;
let checking: Playhead;
let desk: FakeDesk;
beforeEach(async () => {
  [opening, stored, checksOfLog, beforeAnswer] = ['a', null, 0, Promise.resolve()];
  desk = new FakeDesk({
    'evidence:detail': () => ({
      ...{ opening, row: evidenceRow(1, { state: 'done' }), finding, errorsHere: [] },
      ...{ oldHashes: null, credentialCheck: stored },
    }),
    'viewing:open': () => viewedVideo(45),
    'viewing:check': () => null,
    'viewing:frame': ({ frameIndex }) => viewedFrame(frameIndex),
    'evidence:old-hashes': () => ({
      ...{ evidenceId: 1, md5: 'b', sha1: 'c', sha256: 'a'.repeat(64) },
      at: '2026-03-01T14:00:00.000Z',
    }),
    'evidence:check-credentials': async () => {
      await beforeAnswer;
      return checked('trusted', '2026-03-01T14:00:00.000Z');
    },
  });
  const cases = { verify: () => Promise.resolve(void (checksOfLog += 1)) };
  checking = new Playhead(desk, new NoticeStore(), cases);
  await checking.open(1);
});

it('is asked for with the opening of the case, so that no other case gets the answer', async () => {
  await checking.checkCredentials();
  await checking.computeOldHashes();
  expect(desk.asked).toContainEqual({
    command: 'evidence:check-credentials',
    input: { opening: 'a', evidenceId: 1 },
  });
  expect(desk.asked).toContainEqual({
    command: 'evidence:old-hashes',
    input: { opening: 'a', evidenceId: 1 },
  });
});

it('is shown at once, and the audit log is looked at again', async () => {
  await checking.checkCredentials();
  expect(checking.credentialCheck).toMatchObject({ result: { state: 'trusted' } });
  expect(checksOfLog).toBe(1);
});

it('stands under no file of another case that has the same number', async () => {
  await checking.checkCredentials();
  opening = 'b';
  await checking.open(1);
  expect(checking.credentialCheck).toBeNull();
});

it('is not shown where the answer comes only after another case was opened', async () => {
  let answer = () => {};
  beforeAnswer = new Promise((resolve) => (answer = resolve));
  const asked = checking.checkCredentials();
  opening = 'b';
  await checking.open(1);
  answer();
  await asked;
  expect(checking.credentialCheck).toBeNull();
});

it('gives way to a newer one of the case', async () => {
  await checking.checkCredentials();
  stored = checked('invalid', '2026-03-01T15:00:00.000Z');
  await checking.refresh();
  expect(checking.credentialCheck).toEqual(stored);
});
