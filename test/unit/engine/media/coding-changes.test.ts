/** The coding of a stream, by programme tables that are built here byte by byte. */
import { describe, expect, it } from 'vitest';
import { CodingReader } from '../../../../src-main/engine/media/coding-changes.ts';

const TABLE_PID = 0x1000;
const VIDEO_PID = 0x100;
const H264 = 0x1b;
const HEVC = 0x24;

/** @param isCurrent the current_next_indicator: false for a table that is only announced */
function packet(pid: number, table: number, content: number[], isCurrent: boolean): Buffer {
  const length = 5 + content.length + 4;
  const section = [table, 0xb0, length, 0, 1, 0xc0 | (isCurrent ? 1 : 0), 0, 0, ...content, 0, 0, 0, 0];
  const bytes = Buffer.alloc(188, 0xff);
  bytes.set([0x47, 0x40 | (pid >> 8), pid & 0xff, 0x10, 0, ...section]);
  return bytes;
}
const programmes = packet(0, 0, [0, 1, 0xe0 | (TABLE_PID >> 8), TABLE_PID & 0xff], true);
const streams = (coding: number, isCurrent = true) =>
  packet(
    TABLE_PID,
    2,
    [0xe1, 0, 0xf0, 0, coding, 0xe0 | (VIDEO_PID >> 8), VIDEO_PID & 0xff, 0xf0, 0],
    isCurrent,
  );

function changesIn(...packets: Buffer[]) {
  const reader = new CodingReader(VIDEO_PID);
  for (const [i, bytes] of packets.entries()) reader.read({ bytes, at: 0 }, i * 188);
  return reader.changes;
}

describe('CodingReader', () => {
  it('names a change of the coding with the byte of the table', () => {
    expect(changesIn(programmes, streams(H264), streams(H264), streams(HEVC))).toEqual([
      { position: 3 * 188, from: 'H.264', to: 'HEVC' },
    ]);
  });

  it('waits for a table that is announced to become valid', () => {
    expect(changesIn(programmes, streams(H264), streams(HEVC, false), streams(H264))).toEqual([]);
    expect(changesIn(programmes, streams(H264), streams(HEVC, false), streams(HEVC))).toMatchObject([
      { position: 3 * 188, to: 'HEVC' },
    ]);
  });
});
