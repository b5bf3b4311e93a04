/** Files one after the other as a zip, stored and not compressed. */
import { Zip, ZipPassThrough } from 'fflate';
import { EngineError } from '../../shared/errors.ts';
import { MAX_FILES } from './capsule-format.ts';

/** The zip format without its 64-bit extension. */
const MAX_BYTES = 2 ** 32 - 1;
/** The same date for every file, so that the same case gives the same capsule but for its time of making. */
const MODIFIED = new Date('2026-01-01T00:00:00Z');

/** A file of the capsule, in pieces. */
export interface Member {
  name: string;
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/** @throws EngineError capsule/too-large */
export async function* zipped(members: AsyncIterable<Member>): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    ready.push(chunk);
  });
  let [bytes, files] = [0, 0];
  function* written(): Generator<Uint8Array> {
    for (const chunk of ready.splice(0)) {
      bytes += chunk.length;
      if (bytes > MAX_BYTES) throw tooLarge();
      yield chunk;
    }
  }
  for await (const { name, pieces } of members) {
    files += 1;
    if (files > MAX_FILES) throw tooLarge();
    const entry = new ZipPassThrough(name);
    entry.mtime = MODIFIED;
    zip.add(entry);
    for await (const piece of pieces) {
      entry.push(piece);
      yield* written();
    }
    entry.push(new Uint8Array(0), true);
    yield* written();
  }
  zip.end();
  yield* written();
}

const tooLarge = () =>
  new EngineError(
    'capsule/too-large',
    `The capsule would be larger than 4 GB, or have more than ${MAX_FILES} frames and other files, which a zip file cannot hold. Put fewer videos into a case, or analyse fewer frames of each.`,
  );
