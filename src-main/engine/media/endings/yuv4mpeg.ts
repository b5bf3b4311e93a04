/** YUV4MPEG2 (y4m): a line of text, then frames of one size, each behind a line of its own. */
import {
  endsAt,
  endsInside,
  followedAt,
  sound,
  type Ending,
  type StructureReader,
} from '../structure-reader.ts';

const FRAME = 'FRAME';
/** As many characters of the first line, YUV4MPEG2. */
const MAGIC = 'YUV4M';

/** Samples of a frame for each pixel of an even-sided picture; the digits behind a p are the bits of a sample. */
const planes: Readonly<Record<string, (width: number, height: number) => number>> = {
  '420': (width, height) => width * height + 2 * Math.ceil(width / 2) * Math.ceil(height / 2),
  '411': (width, height) => (width + 2 * Math.ceil(width / 4)) * height,
  '422': (width, height) => (width + 2 * Math.ceil(width / 2)) * height,
  '444': (width, height) => 3 * width * height,
  mono: (width, height) => width * height,
};

export async function yuv4mpegEnding(reader: StructureReader): Promise<Ending> {
  const header = await lineAt(reader, 0);
  const frameBytes = header === null ? null : sizeOf(header);
  if (header === null || frameBytes === null) return sound;
  for (let at = header.length + 1; at < reader.sizeBytes;) {
    const mark = (await reader.bytes(at, FRAME.length)).toString('latin1');
    if (mark === MAGIC) return followedAt(at);
    if (!FRAME.startsWith(mark)) return endsAt(at);
    const line = await lineAt(reader, at);
    if (line === null) return endsInside('a frame');
    at += line.length + 1 + frameBytes;
    if (at > reader.sizeBytes) return endsInside('a frame');
  }
  return sound;
}

async function lineAt(reader: StructureReader, at: number): Promise<string | null> {
  const text = (await reader.bytes(at, 256)).toString('latin1');
  const end = text.indexOf('\n');
  return end === -1 ? null : text.slice(0, end);
}

/** null for a kind of colours that is not in the table. */
function sizeOf(header: string): number | null {
  const [width, height] = [/ W(\d+)/, / H(\d+)/].map((pattern) => Number(pattern.exec(header)?.[1]));
  const [, kind = '420', rest = ''] = / C(4\d\d|mono)(\S*)/.exec(header) ?? [];
  const [, bits] = /^p?(9|1\d)$/.exec(rest) ?? [];
  const samples = planes[kind]?.(width!, height!);
  if (!samples || rest === 'alpha') return null;
  return samples * (bits === undefined ? 1 : 2);
}
