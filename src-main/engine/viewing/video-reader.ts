/**
 * Reads what viewing needs to know of a file: its description, the index of its frames, the cuts of its edit list. The
 * last few stay in memory, all in the cache of indexes.
 */
import type { MediaInfo } from '../../shared/domain.ts';
import { packetSizes } from '../media/coding-figures.ts';
import { editListCuts } from '../media/edit-list.ts';
import type { FfmpegTools } from '../media/ffmpeg.ts';
import { indexFrames, type FrameIndex } from '../media/frame-index.ts';
import { probe } from '../media/probe.ts';
import { packetsBeside } from '../media/read-packets.ts';
import type { FileIdentity } from '../support/file-identity.ts';
import type { FileHashes } from './file-hashes.ts';
import type { IndexCache } from './index-cache.ts';

export interface ReadVideo {
  media: MediaInfo;
  index: FrameIndex;
  /** The frame that each cut shows first. */
  cuts: Int32Array;
  /** As `packetSizes`. */
  packetBytes: Float64Array;
}

interface ReadFile {
  path: string;
  /** Of the file that is expected; null where any will do. */
  sha256: string | null;
  stream: number | undefined;
}

/** Videos whose index is remembered: 6 MB for two hours. Examiners go to and fro between a few. */
const REMEMBERED_VIDEOS = 8;

export class VideoReader {
  readonly #hashes: FileHashes;
  readonly #cache: IndexCache | undefined;
  /** By path, stream and identity, the one opened last at the end. */
  readonly #videos = new Map<string, Promise<ReadVideo>>();

  constructor(hashes: FileHashes, cache: IndexCache | undefined) {
    this.#hashes = hashes;
    this.#cache = cache;
  }

  /**
   * @param signal ends the reading, and the hashing in the background that follows it
   * @throws EngineError media/… if it can't be read; the abort reason
   */
  async read(
    file: ReadFile,
    identity: FileIdentity,
    tools: FfmpegTools,
    signal: AbortSignal,
  ): Promise<ReadVideo> {
    const key = JSON.stringify([file.path, file.stream ?? null, identity]);
    const reading = this.#videos.get(key) ?? this.#cachedOrRead(file, identity, tools, signal);
    this.#videos.delete(key);
    this.#videos.set(key, reading);
    const [oldest] = this.#videos.keys();
    if (this.#videos.size > REMEMBERED_VIDEOS && oldest !== undefined) this.#videos.delete(oldest);
    return reading.catch((error: unknown) => {
      this.#videos.delete(key);
      throw error;
    });
  }

  async #cachedOrRead(
    file: ReadFile,
    identity: FileIdentity,
    tools: FfmpegTools,
    signal: AbortSignal,
  ): Promise<ReadVideo> {
    const { sha256: program, ffprobe } = tools.report;
    const key = { identity, stream: file.stream ?? null, decoder: `${program} ${ffprobe}` };
    const kept = await this.#cache?.find(key);
    if (kept && (file.sha256 ?? kept.sha256) === kept.sha256) return kept.read;
    const read = await readVideo(file, tools, signal);
    // In the background: a large file takes long to hash.
    void this.#hashes
      .of(file.path, identity, signal)
      .then((sha256) =>
        this.#hashes.known(file.path, identity) === sha256 ? this.#cache?.keep(key, sha256, read) : undefined,
      )
      .catch(() => undefined);
    return read;
  }
}

async function readVideo(
  { path, stream }: ReadFile,
  tools: FfmpegTools,
  signal: AbortSignal,
): Promise<ReadVideo> {
  const leaving = new AbortController();
  try {
    const packetsOf = await packetsBeside(path, tools, AbortSignal.any([signal, leaving.signal]));
    const media = await probe(path, tools, signal, stream);
    const [index, cutsMs] = await Promise.all([
      indexFrames(path, media, tools, signal, packetsOf(media)),
      editListCuts(path, media),
    ]);
    const packetBytes = packetSizes(index);
    // The packets themselves take several times the memory of all else, and are needed no longer.
    return { media, index: { ...index, packets: [] }, cuts: framesBehind(cutsMs, index), packetBytes };
  } finally {
    leaving.abort();
  }
}

const framesBehind = (cutsMs: readonly number[], { timesMs }: FrameIndex): Int32Array =>
  Int32Array.from(
    cutsMs.map((ms) => timesMs.findIndex((time) => time >= ms - CUT_ROUNDING_MS)).filter((at) => at > 0),
  );

/** The movie's clock often counts whole ms. */
const CUT_ROUNDING_MS = 2;
