/**
 * The video that is looked at, and whether it is still the file that was analysed. The file's SHA-256 is computed in the
 * background: a large file would delay its first picture by minutes. It is remembered as long as the file system says
 * that the file is the same, which is asked before a decoder starts and again for each frame.
 */
import type { Progress } from '../../shared/domain.ts';
import { EngineError } from '../../shared/errors.ts';
import type { SoundPart } from '../../shared/sound.ts';
import {
  viewedSides,
  type ComparedFrames,
  type FramePurpose,
  type ViewedFrame,
  type ViewedSide,
  type ViewedVideo,
} from '../../shared/viewing.ts';
import { decodeSound } from '../media/decode-sound.ts';
import type { FfmpegTools } from '../media/ffmpeg.ts';
import type { Frame } from '../media/frame.ts';
import { withFrames } from '../media/frame-index.ts';
import type { FileIdentity } from '../support/file-identity.ts';
import { sha256Of } from '../support/sha256.ts';
import { compareFrames } from './compare-frames.ts';
import { FileHashes } from './file-hashes.ts';
import { fileIdentity } from './file-identity.ts';
import { frameFacts } from './frame-facts.ts';
import type { IndexCache } from './index-cache.ts';
import { keptBytes } from './kept-bytes.ts';
import { VideoReader, type ReadVideo } from './video-reader.ts';
import { ViewingSession } from './viewing-session.ts';

export interface ViewedFile {
  path: string;
  /** Of the file as it was analysed: scores must not be shown over frames of another file. Null before that. */
  sha256: string | null;
  /** The video stream that was analysed; undefined for the main one. */
  stream: number | undefined;
  /** As in `ViewedEvidence`. */
  side?: ViewedSide;
}

export interface Viewer {
  /** @throws EngineError media/… if it can't be read */
  open(file: ViewedFile, tools: FfmpegTools): Promise<ViewedVideo>;
  /** @throws EngineError media/changed-since-analysis as soon as that is known; media/decode-failed */
  frame(
    file: ViewedFile,
    frameIndex: number,
    purpose: FramePurpose,
    tools: FfmpegTools,
  ): Promise<ViewedFrame>;
  /** As `decodeSound`. @throws EngineError as frame */
  sound(file: ViewedFile, part: number, tools: FfmpegTools, signal: AbortSignal): Promise<SoundPart>;
  /** As `compareFrames`; what was found is remembered. @throws EngineError as frame */
  repeats(
    file: ViewedFile,
    tools: FfmpegTools,
    signal: AbortSignal,
    onProgress: (progress: Progress) => void,
  ): Promise<ComparedFrames>;
  /** Reads the whole file. @throws EngineError media/changed-since-analysis if it is not the one that was analysed */
  check(file: ViewedFile): Promise<void>;
  /** A video that is open now, if it is this file; null while it is read. */
  seen(path: string): SeenVideo | null;
  /** Ends the decoder of one side and frees its frames; a later question opens it anew. */
  end(side: ViewedSide): void;
  /** Ends all sides. */
  close(): void;
}

export interface SeenVideo {
  /** Presentation times of all frames, in ms. */
  timesMs: Float64Array;
  /** Of the upright frame, in pixels; null for a frame that is not kept. */
  sizeOf(frameIndex: number): { width: number; height: number } | null;
}

interface OpenVideo extends ReadVideo {
  identity: FileIdentity;
  session: ViewingSession;
  factsOf: ReturnType<typeof frameFacts>;
}

interface Opening {
  path: string;
  key: string;
  video: Promise<OpenVideo>;
  /** Once it is read. */
  seen: OpenVideo | null;
}

/** @param cache of what was read of files before; left out, each is read anew */
export function createViewer(cache?: IndexCache): Viewer {
  const openings = new Map<ViewedSide, Opening>();
  const hashes = new FileHashes();
  const reader = new VideoReader(hashes, cache);
  /** By path, stream and identity, of videos whose frames were compared: 4 bytes a frame. */
  const comparedOf = new Map<string, ComparedFrames>();
  const digests = new WeakMap<Frame, string>();
  /** By path, the state that was opened last: what was said of it, its times among them, is of no other one. */
  const openedAs = new Map<string, string>();
  /** Ends what is read, and a question from before: it must not open a decoder that nobody closes. */
  let life = new AbortController();

  function end(side: ViewedSide): void {
    void openings
      .get(side)
      ?.video.then(({ session }) => session.close())
      .catch(() => undefined);
    openings.delete(side);
  }

  /** The session of this file as it is now; another one under the same name is opened anew. */
  async function opened(file: ViewedFile, tools: FfmpegTools): Promise<OpenVideo> {
    const { signal } = life;
    const identity = await fileIdentity(file.path);
    signal.throwIfAborted();
    const { path, side = 'a' } = file;
    const key = keyOf(file, identity);
    let opening = openings.get(side);
    if (opening?.key !== key) {
      end(side);
      opening = { path, key, video: open(file, identity, tools, signal), seen: null };
      openings.set(side, opening);
    }
    try {
      return (opening.seen = await opening.video);
    } catch (error) {
      if (openings.get(side) === opening) openings.delete(side);
      throw error;
    }
  }

  /** The same, if it is the file that was analysed, as far as that is known, and the one that was opened here. */
  async function asOpened(file: ViewedFile, tools: FfmpegTools): Promise<OpenVideo> {
    const video = await opened(file, tools);
    const { identity } = video;
    requireSame(file, identity);
    if ((openedAs.get(file.path) ?? identity) !== identity) throw changedMeanwhile(file.path);
    return video;
  }

  async function open(
    file: ViewedFile,
    identity: FileIdentity,
    tools: FfmpegTools,
    signal: AbortSignal,
  ): Promise<OpenVideo> {
    const { media, index, cuts, packetBytes } = await reader.read(file, identity, tools, signal);
    const session = new ViewingSession({ path: file.path, media, index, tools }, keptBytes(media.video));
    const factsOf = frameFacts(index, packetBytes);
    return { identity, media: withFrames(media, index), index, cuts, packetBytes, session, factsOf };
  }

  async function check({ path, sha256 }: ViewedFile): Promise<void> {
    if (sha256 === null) return;
    const { signal } = life;
    const identity = await fileIdentity(path);
    const found = await hashes.of(path, identity, signal);
    if (found !== sha256 || (await fileIdentity(path)) !== identity) throw changed(path);
  }

  function requireSame({ path, sha256 }: ViewedFile, identity: FileIdentity): void {
    const found = hashes.known(path, identity);
    if (sha256 !== null && found !== undefined && found !== sha256) throw changed(path);
  }

  /** Of the pixels as they are shown. */
  function digestOf(frame: Frame): string {
    const digest = digests.get(frame) ?? sha256Of(frame.rgb);
    digests.set(frame, digest);
    return digest;
  }

  return {
    async open(file, tools) {
      const { identity, media, index, cuts, packetBytes } = await opened(file, tools);
      openedAs.set(file.path, identity);
      const { pts, timesMs, keys, timeBase, endMs } = index;
      return { media, pts, timesMs, keys, packetBytes, cuts, timeBase, endMs };
    },
    async frame(file, frameIndex, purpose, tools) {
      const { session, identity, factsOf } = await asOpened(file, tools);
      const frame = await session.frame(frameIndex, purpose);
      if ((await fileIdentity(file.path)) !== identity) throw changedMeanwhile(file.path);
      const sha256 = purpose === 'play' ? null : digestOf(frame);
      return { facts: factsOf(frame, sha256), rgb: frame.rgb };
    },
    async sound(file, part, tools, signal) {
      const { identity, media, index } = await asOpened(file, tools);
      const sound = await decodeSound({ path: file.path, media, index, part, tools, signal });
      if ((await fileIdentity(file.path)) !== identity) throw changedMeanwhile(file.path);
      return sound;
    },
    async repeats(file, tools, signal, onProgress) {
      const identity = await fileIdentity(file.path);
      const key = keyOf(file, identity);
      const found = comparedOf.get(key);
      if (found) return found;
      const { media, index } = await reader.read(file, identity, tools, life.signal);
      const compared = await compareFrames({ path: file.path, media, index, tools }, signal, onProgress);
      if ((await fileIdentity(file.path)) !== identity) throw changedMeanwhile(file.path);
      comparedOf.set(key, compared);
      return compared;
    },
    check,
    end,
    seen(path) {
      const video = [...openings.values()].find((opening) => opening.path === path)?.seen;
      if (!video) return null;
      const { index, session } = video;
      return { timesMs: index.timesMs, sizeOf: (frameIndex) => session.kept(frameIndex) };
    },
    close() {
      life.abort(closedMeanwhile());
      life = new AbortController();
      openedAs.clear();
      viewedSides.forEach(end);
    },
  };
}

const keyOf = ({ path, stream }: ViewedFile, identity: FileIdentity) =>
  JSON.stringify([path, stream ?? null, identity]);

const changed = (path: string) =>
  new EngineError(
    'media/changed-since-analysis',
    `${path} is not the file that was analysed, so its frames are not shown. Restore the original file.`,
  );

const changedMeanwhile = (path: string) =>
  new EngineError(
    'media/changed-since-analysis',
    `${path} has changed since it was opened here. Go back to the case and open it again.`,
  );

const closedMeanwhile = () => new EngineError('app/bad-message', 'The video was closed before it was read.');
