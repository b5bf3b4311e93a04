/** An MP4 with an edit list of a test's own. */
import type { Edit } from '../../src-main/engine/media/edit-list.ts';

const box = (type: string, content: Buffer): Buffer => {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + content.length);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, content]);
};

function* childrenOf(content: Buffer): Generator<{ type: string; body: Buffer }> {
  for (let at = 0; at < content.length;) {
    const size = content.readUInt32BE(at);
    yield { type: content.toString('latin1', at + 4, at + 8), body: content.subarray(at + 8, at + size) };
    at += size;
  }
}

/** The movie's clock and the track's as ffmpeg writes them: version 0. */
const ticksOf = (header: Buffer) => header.readUInt32BE(12);

/** @param mp4 of one track, with its description (moov) behind the frames, as ffmpeg writes it */
export function withEditList(mp4: Buffer, edits: readonly Edit[]): Buffer {
  const boxes = [...childrenOf(mp4)];
  const movie = boxes.find(({ type }) => type === 'moov')!.body;
  const inner = [...childrenOf(movie)];
  const movieTicks = ticksOf(inner.find(({ type }) => type === 'mvhd')!.body);
  const listOf = (track: Buffer) => {
    const media = [...childrenOf(track)].find(({ type }) => type === 'mdia')!.body;
    const ticks = ticksOf([...childrenOf(media)].find(({ type }) => type === 'mdhd')!.body);
    const list = Buffer.alloc(8 + 12 * edits.length);
    list.writeUInt32BE(edits.length, 4);
    for (const [index, { durationMs, fromMs }] of edits.entries()) {
      list.writeUInt32BE((durationMs * movieTicks) / 1000, 8 + 12 * index);
      list.writeInt32BE(fromMs === null ? -1 : (fromMs * ticks) / 1000, 12 + 12 * index);
      list.writeUInt32BE(0x10000, 16 + 12 * index);
    }
    return box('edts', box('elst', list));
  };
  const tracked = inner.map(({ type, body }) => {
    if (type !== 'trak') return box(type, body);
    const parts = [...childrenOf(body)].filter((part) => part.type !== 'edts');
    const [header, ...rest] = parts.map((part) => box(part.type, part.body));
    return box('trak', Buffer.concat([header!, listOf(body), ...rest]));
  });
  return Buffer.concat(
    boxes.map(({ type, body }) => box(type, type === 'moov' ? Buffer.concat(tracked) : body)),
  );
}
