/**
 * Finds the ffmpeg and ffprobe to work with: the packaged one, then the system's, then an old one from a
 * package as the last resort, so that the product also runs where only an npm registry can be reached.
 */
import { access, constants } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import { EngineError } from '../../shared/errors.ts';
import { runToEnd } from './media-process.ts';

/** ffmpeg 5 is the oldest release whose display-matrix and edit-list handling the tests hold. */
const oldestSupported = 5;
/** libavcodec's major version is the release's plus this, also in builds that name only a git hash. */
const codecVersionOffset = 54;

export interface FfmpegTools {
  /** Absolute paths. */
  ffmpeg: string;
  ffprobe: string;
  /** As the program prints it, such as "5.1.9-0+deb12u1". */
  version: string;
  majorVersion: number;
  /** For people, such as "system ffmpeg 5.1.9". */
  source: string;
  warning: string | null;
}

interface Candidate {
  path: string;
  origin: string;
  version: string;
  majorVersion: number;
}

/**
 * @throws EngineError media/ffmpeg-missing when no usable pair is on this machine
 */
export async function findFfmpeg(signal?: AbortSignal): Promise<FfmpegTools> {
  const packaged = await candidate(packagedPath('ffmpeg-static'), 'ffmpeg-static', signal);
  const system = await candidate(await onPath('ffmpeg'), 'system ffmpeg', signal);
  const old = async () =>
    candidate(packagedPath('@ffmpeg-installer/ffmpeg'), '@ffmpeg-installer/ffmpeg', signal);
  const recent = [packaged, system].find((found) => found !== null && found.majorVersion >= oldestSupported);
  const chosen = recent ?? (await old()) ?? system;
  if (!chosen) throw missing('ffmpeg');
  return {
    ffmpeg: chosen.path,
    ffprobe: (await matchingFfprobe(chosen, signal)).path,
    version: chosen.version,
    majorVersion: chosen.majorVersion,
    source: `${chosen.origin} ${chosen.version}`,
    warning:
      chosen.majorVersion >= oldestSupported
        ? null
        : `ffmpeg ${chosen.version} is older than release ${oldestSupported}; install a newer one to read recent formats`,
  };
}

/** Probe and decoder should read a file alike: the same release if there is one, else the packaged ffprobe. */
async function matchingFfprobe(ffmpeg: Candidate, signal?: AbortSignal): Promise<Candidate> {
  const beside = await candidate(
    join(dirname(ffmpeg.path), executableName('ffprobe')),
    'beside ffmpeg',
    signal,
  );
  if (beside?.majorVersion === ffmpeg.majorVersion) return beside;
  const system = await candidate(await onPath('ffprobe'), 'system ffprobe', signal);
  if (system?.majorVersion === ffmpeg.majorVersion) return system;
  const installer = '@ffprobe-installer/ffprobe';
  const found = (await candidate(packagedPath(installer), installer, signal)) ?? system;
  if (!found) throw missing('ffprobe');
  return found;
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
    return { path, origin, version, majorVersion: Number(codecVersion) - codecVersionOffset };
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

/** Looks the PATH up itself: Windows would also start a program lying in the evidence's own folder. */
async function onPath(name: string): Promise<string | null> {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, executableName(name));
    if (isAbsolute(folder) && (await isExecutable(path))) return path;
  }
  return null;
}

const executableName = (name: string) => (process.platform === 'win32' ? `${name}.exe` : name);

const isExecutable = (path: string) =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );

const missing = (name: string) =>
  new EngineError(
    'media/ffmpeg-missing',
    `no ${name} was found; install ffmpeg ${oldestSupported} or newer so that it is on the PATH, then start again`,
  );
