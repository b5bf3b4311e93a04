import { expect, it } from 'vitest';
import {
  contentsText,
  MAX_CONTENTS_BYTES,
  requireReadableLog,
  type CapsuleContents,
} from '../../../../src-main/engine/capsule/capsule-format.ts';

const hash = 'a'.repeat(64);
const extractOf = (entries: number): CapsuleContents => ({
  ...{ format: 2, software: 'Exhibit test', createdAt: '2026-01-01T00:00:00.000Z', videos: [], files: {} },
  extract: { files: 2, removed: 0, hashes: Array.from({ length: entries }, () => hash) },
  log: { entries, head: hash },
});

it('refuses an extract of a log that is too long for whoever reads its table of contents, before it is made', () => {
  const tooLarge = expect.objectContaining({ code: 'capsule/too-large' });
  const most = Math.floor(MAX_CONTENTS_BYTES / 71);
  expect(() => requireReadableLog(most)).not.toThrow();
  expect(() => requireReadableLog(most + 1)).toThrow(tooLarge);
  expect(() => contentsText(extractOf(most + 1))).toThrow(tooLarge);
  const one = contentsText(extractOf(1)).length;
  expect(contentsText(extractOf(1001)).length - one).toBe(1000 * 71 + '1001'.length - '1'.length);
});
