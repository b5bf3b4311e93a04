/**
 * Finds the ffmpeg and ffprobe to work with: the one that the user named, else the packaged one, else the
 * system's. Each has to decode the built-in clips as it should (`decoder-check.ts`) before it sees evidence.
 */
import { createRequire } from 'node:module';
import { dirname, isAbsolute, join } from 'node:path';
import type { DecoderReport } from '../../shared/domain.ts';
import { EngineError } from '../../shared/errors.ts';
import { ffmpegMissing, oldestSupported } from './ffmpeg-missing.ts';
import { runToEnd } from './media-process.ts';
import { executableName, isExecutable, onPath } from './on-path.ts';
import { checkInSandbox } from './sandbox-trial.ts';

/** libavcodec's major version is the release's plus this, also in builds that name only a git hash. */
const codecVersionOffset = 54;

/** A decoder and the prober that goes with it. */
export interface FfmpegPair {
  /** Absolute paths. */
  ffmpeg: string;
  ffprobe: string;
  majorVersion: number;
  /** Whether it was built with zimg, which converts HDR pictures. */
  convertsHdr: boolean;
  /** How the bubblewrap is called in whose sandbox both read evidence; null where that does not work. */
  bwrap: readonly string[] | null;
}

export interface FfmpegTools extends FfmpegPair {
  /** As the program prints it, such as "5.1.9-0+deb12u1". */
  version: string;
  /** For people, such as "system ffmpeg 5.1.9". */
  source: string;
  warning: string | null;
  /** Kept with every finding. */
  report: DecoderReport;
}

interface FfmpegWish {
  /** The folder of the built-in clips. */
  clips: string;
  /** The user's own ffmpeg, which is used or refused; no other takes its place. */
  named?: string | null;
  signal?: AbortSignal | undefined;
}

interface Candidate {
  path: string;
  origin: string;
  version: string;
  majorVersion: number;
  convertsHdr: boolean;
}

/**
 * @throws EngineError media/ffmpeg-missing when no usable pair is on this machine, media/decoder-refused when
 *   none of those that are there decodes the built-in clips as it should
 */
export async function findFfmpeg({ clips, named = null, signal }: FfmpegWish): Promise<FfmpegTools> {
  const refusals: EngineError[] = [];
  for await (const chosen of named === null ? ownChoice(signal) : namedOnly(named, signal)) {
    const ffprobe = await matchingFfprobe(chosen, signal);
    const { path: ffmpeg, version, majorVersion, convertsHdr } = chosen;
    const pair = { ffmpeg, ffprobe: ffprobe.path, majorVersion, convertsHdr };
    const source = `${chosen.origin} ${version}`;
    try {
      const { bwrap, ...checked } = await checkInSandbox(pair, source, clips, signal);
      const report = { source, ffprobe: `${ffprobe.origin} ${ffprobe.version}`, ...checked };
      return { ...pair, bwrap, version, source, warning: refusals[0]?.message ?? null, report };
    } catch (error) {
      if (!(error instanceof EngineError && error.code === 'media/decoder-refused')) throw error;
      refusals.push(error);
    }
  }
  throw refusals[0] ?? ffmpegMissing(`No ffmpeg from release ${oldestSupported} on was found.`);
}

async function* ownChoice(signal?: AbortSignal): AsyncGenerator<Candidate> {
  const packaged = await candidate(packagedPath('ffmpeg-static'), 'ffmpeg-static', signal);
  if (packaged && packaged.majorVersion >= oldestSupported) yield packaged;
  const system = await candidate(await onPath('ffmpeg'), 'system ffmpeg', signal);
  if (system && system.majorVersion >= oldestSupported) yield system;
}

async function* namedOnly(path: string, signal?: AbortSignal): AsyncGenerator<Candidate> {
  const named = isAbsolute(path) ? await candidate(path, 'named ffmpeg', signal) : null;
  if (!named) throw ffmpegMissing(`${path} was named as the ffmpeg to use, and is no ffmpeg that runs here.`);
  if (named.majorVersion < oldestSupported) {
    throw ffmpegMissing(
      `${path} was named as the ffmpeg to use, and its release ${named.version} is too old.`,
    );
  }
  yield named;
}

/** Prober and decoder should read a file alike: of the same build if there is one, else of the same release. */
async function matchingFfprobe(ffmpeg: Candidate, signal?: AbortSignal): Promise<Candidate> {
  const besidePath = join(dirname(ffmpeg.path), executableName('ffprobe'));
  const installer = '@ffprobe-installer/ffprobe';
  const places = [
    [besidePath, 'ffprobe beside it'],
    [await onPath('ffprobe'), 'system ffprobe'],
    [packagedPath(installer), installer],
  ] as const;
  const found: Candidate[] = [];
  for (const [path, origin] of places) {
    const next = await candidate(path, origin, signal);
    if (next?.version === ffmpeg.version) return next;
    if (next) found.push(next);
  }
  const chosen = found.find(({ majorVersion }) => majorVersion === ffmpeg.majorVersion) ?? found.at(-1);
  if (!chosen) throw ffmpegMissing('No ffprobe was found; it comes with ffmpeg.');
  return chosen;
}

/** null when there is no such program or it does not run here. */
async function candidate(
  path: string | null,
  origin: string,
  signal?: AbortSignal,
): Promise<Candidate | null> {
  if (path === null || !(await isExecutable(path))) return null;
  try {
    const { output } = await runToEnd(path, ['-hide_banner', '-version'], { signal, stallMs: 10_000 });
    const version = /^ff(?:mpeg|probe) version (\S+)/.exec(output)?.[1];
    const codecVersion = /^libavcodec\s+(\d+)\./m.exec(output)?.[1];
    if (!version || !codecVersion) return null;
    const convertsHdr = output.includes('--enable-libzimg');
    return { path, origin, version, majorVersion: Number(codecVersion) - codecVersionOffset, convertsHdr };
  } catch (error) {
    if (error instanceof EngineError) return null;
    throw error;
  }
}

/** Where an npm package keeps its program; null when the package or its download is not there. */
function packagedPath(packageName: string): string | null {
  try {
    const exported: unknown = createRequire(import.meta.url)(packageName);
    const path = typeof exported === 'string' ? exported : (exported as { path?: unknown } | null)?.path;
    // A program cannot be started from inside the archive of a packaged app; it lies unpacked beside it.
    return typeof path === 'string' ? path.replace(/\bapp\.asar(?=[\\/])/, 'app.asar.unpacked') : null;
  } catch {
    return null;
  }
}
