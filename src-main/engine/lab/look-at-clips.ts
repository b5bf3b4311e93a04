/**
 * Looks into every clip of a set once: size, SHA-256 and frame hash. What can't be read or shows no picture is
 * refused here, rather than hours later in an experiment.
 */
import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import type { Progress } from '../../shared/domain.ts';
import { EngineError, reportOf } from '../../shared/errors.ts';
import type { PathWithReason } from '../media/find-media.ts';
import type { FfmpegTools } from '../media/ffmpeg.ts';
import { fingerprint, type Fingerprint } from '../media/fingerprint.ts';
import { picturesIn } from '../media/pictures-in.ts';
import { groupedBy } from '../support/grouped.ts';
import { spreadEvenly } from '../support/spread-evenly.ts';
import { inParallel } from '../support/in-parallel.ts';
import { bytesPerFrame } from './frame-hash.ts';
import type { FoundItem } from './layouts/found-set.ts';
import { hashedFrames, hashPictures, hashVideo } from './read-frame-hashes.ts';
import { sha256Of } from '../support/sha256.ts';
import type { WorkRun } from '../support/work-run.ts';

export interface SeenClip extends FoundItem, Fingerprint {
  frameHash: Uint8Array;
}

interface LookedAt {
  clips: SeenClip[];
  refused: PathWithReason[];
}

/** @throws the abort reason; EngineError media/ffmpeg-missing */
export async function lookAtClips(
  items: readonly FoundItem[],
  tools: FfmpegTools,
  { signal, onProgress }: WorkRun,
): Promise<LookedAt> {
  const reasons = new Map<number, string>();
  const prints = new Map<number, Fingerprint>();
  const pictures = new Map<number, string[]>();
  const hashes = new Map<number, Uint8Array>();
  const report = (stage: Progress['stage'], total: number) => (done: number) =>
    onProgress({ stage, done, total });
  /** Runs `look` on each place; what the file is to blame for becomes the reason. */
  const forEach = async (
    places: number[],
    onDone: (done: number) => void,
    look: (place: number) => Promise<void>,
  ) => {
    let done = 0;
    await inParallel(places, Math.min(4, availableParallelism()), async (place) => {
      try {
        await look(place);
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof EngineError) || error.code === 'media/ffmpeg-missing') throw error;
        reasons.set(place, reportOf(error).message);
      }
      onDone(++done);
    });
  };

  await forEach([...items.keys()], report('hash', items.length), async (place) => {
    const { path, kind } = items[place]!;
    const files = kind === 'pictures' ? await picturesOf(path) : null;
    if (files !== null) pictures.set(place, files);
    const isFolder = files !== null && files[0] !== path;
    prints.set(place, isFolder ? await fingerprintAll(files, signal) : await fingerprint(path, { signal }));
  });

  const readable = [...prints.keys()];
  const videos = readable.filter((place) => !pictures.has(place));
  const samples = readable.flatMap((place) =>
    spreadEvenly(pictures.get(place) ?? [], hashedFrames).map((path) => ({ place, path })),
  );
  const decoded = report('decode', videos.length + samples.length);
  await forEach(videos, decoded, async (place) => {
    hashes.set(place, await hashVideo(items[place]!.path, tools, signal));
  });
  const pictureHashes = await hashPictures(
    samples.map(({ path }) => path),
    tools,
    { signal, onDone: (count) => decoded(videos.length + count) },
  );
  for (const [place, own] of groupedBy(samples.keys(), (index) => samples[index]!.place)) {
    const found = own.map((index) => pictureHashes[index]!);
    // One that can't be decoded keeps its place, as a blank.
    const blank = new Uint8Array(bytesPerFrame);
    if (found.some((hash) => hash !== null))
      hashes.set(place, Buffer.concat(found.map((hash) => hash ?? blank)));
  }

  const looked: LookedAt = { clips: [], refused: [] };
  for (const [place, item] of items.entries()) {
    const frameHash = hashes.get(place) ?? new Uint8Array();
    const print = prints.get(place);
    const reason = reasons.get(place) ?? 'no picture in it can be decoded; copy it again from its source';
    if (print === undefined || frameHash.length === 0) looked.refused.push({ path: item.path, reason });
    else looked.clips.push({ ...item, ...print, frameHash });
  }
  return looked;
}

/** The picture itself, or those in the folder. */
async function picturesOf(path: string): Promise<string[]> {
  const found = await stat(path).catch(() => null);
  if (found?.isDirectory() !== true) return [path];
  const pictures = await picturesIn(path);
  if (pictures.length > 0) return pictures;
  throw new EngineError('media/no-frames', 'the folder contains no pictures');
}

/** SHA-256 over a line of name and hash for each picture, sorted. */
async function fingerprintAll(files: readonly string[], signal: AbortSignal): Promise<Fingerprint> {
  const lines: string[] = [];
  let sizeBytes = 0;
  for (const file of files) {
    const print = await fingerprint(file, { signal });
    lines.push(`${basename(file)} ${print.sha256}\n`);
    sizeBytes += print.sizeBytes;
  }
  return { sha256: sha256Of(lines.sort().join('')), sizeBytes };
}
