/** Gaps in the counters of transport packets that are built here byte by byte. */
import { describe, expect, it } from 'vitest';
import { GapCounter } from '../../../../src-main/engine/media/lost-packets.ts';

const VIDEO = 0x100;

/** @param number of the packet, which its data repeats and its counter holds modulo 16 */
function packet(pid: number, number: number, beginsFrame = false): Buffer {
  const bytes = Buffer.alloc(188, number & 0xff);
  bytes.writeUInt8(0x47, 0);
  bytes.writeUInt16BE(pid | (beginsFrame ? 0x4000 : 0), 1);
  bytes.writeUInt8(0x10 | (number & 0x0f), 3);
  return bytes;
}
const video = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => packet(VIDEO, from + i));
const table = (number: number) => packet(0, number);
/** Behind a table, the first packet of a recording or of a frame. */
const frame = (number: number) => packet(VIDEO, number, true);

function gapsIn(...packets: Buffer[]) {
  const counter = new GapCounter(VIDEO);
  for (const [i, bytes] of packets.entries()) counter.read({ bytes, at: 0 }, i * 188);
  return counter.gaps.map(({ packets: missing, mayBeginAnew }) => (mayBeginAnew ? `${missing}?` : missing));
}

describe('GapCounter', () => {
  it('counts what is missing between two packets', () => {
    expect(gapsIn(...video(0, 40))).toEqual([]);
    expect(gapsIn(...video(0, 20), ...video(25, 40))).toEqual([5]);
  });

  it('tells a round of the counter that is missing from a packet that was sent twice', () => {
    expect(gapsIn(...video(0, 20), ...video(35, 50))).toEqual([15]);
    expect(gapsIn(...video(0, 20), packet(VIDEO, 19), ...video(20, 40))).toEqual([]);
  });

  it('believes no counter that stands still', () => {
    expect(gapsIn(...[1, 2, 3, 4, 5].map((data) => packet(VIDEO, data * 16)))).toEqual([]);
  });

  it('counts what is missing before a table that counts on', () => {
    const before = [table(3), frame(0), ...video(1, 20)];
    expect(gapsIn(...before, table(4), frame(20), ...video(21, 30))).toEqual([]);
    expect(gapsIn(...before, table(4), frame(27), ...video(28, 40))).toEqual([7]);
  });

  it('leaves open whether a recording begins where the counter of the table leaps too', () => {
    const before = [table(3), frame(0), ...video(1, 20)];
    expect(gapsIn(...before, table(9), frame(27), ...video(28, 40))).toEqual(['7?']);
    // The counter of the video fits by chance.
    expect(gapsIn(...before, table(9), frame(20), ...video(21, 40))).toEqual(['0?']);
  });

  it('leaves open whether a recording begins where the video counts as at the start of the file', () => {
    expect(gapsIn(table(3), frame(0), ...video(1, 20), table(4), frame(0), ...video(1, 9))).toEqual(['12?']);
  });

  it('says nothing of tables whose counter stands still, or that the file begins before', () => {
    expect(gapsIn(...video(0, 5), table(7), frame(5), ...video(6, 9))).toEqual([]);
    expect(gapsIn(table(0), frame(0), table(0), frame(1), table(0), frame(2))).toEqual([]);
  });
});
