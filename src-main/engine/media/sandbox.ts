/**
 * The sandbox of ffmpeg and ffprobe on Linux: no network, and of the file system only the input, the program and the
 * libraries of the system, which are read-only. It is made by bubblewrap (https://github.com/containers/bubblewrap) of
 * the kernel's namespaces. There is no /proc and no temporary folder in it, and of /dev only the random numbers. Where
 * util-linux is there, memory is limited as well.
 */
import { constants, totalmem } from 'node:os';
import { resolve } from 'node:path';
import { EngineError } from '../../shared/errors.ts';
import { argumentPath } from './path-bytes.ts';

export interface SandboxOptions {
  /** How bubblewrap is called, as `bubblewrapCall` says; left out or null, the program runs without a sandbox. */
  bwrap?: readonly string[] | null;
  /** Set where somebody waits for the output: the program then does not give way to inference. */
  awaited?: boolean | undefined;
  /** The one file that the program may read. */
  reads?: string | undefined;
  /** A file that it may write; it has to exist. */
  writes?: string | undefined;
}

/** What a program needs to start: libraries, and how the loader of GNU and Debian's alternatives find them. */
const libraries = [
  ...['/lib', '/lib64', '/usr/lib', '/usr/lib64', '/usr/local/lib', '/usr/local/lib64'],
  ...['/etc/ld.so.cache', '/etc/alternatives'],
];

/** Without random numbers, static builds of ffprobe with C++ libraries end before they read anything. */
const RANDOM = '/dev/urandom';

/**
 * With namespaces of its own, root needs no user namespace, and keeps the one right to open what others own; the mounts
 * see to it that it is only read.
 */
const rights = () =>
  process.getuid?.() === 0 ? ['--cap-drop', 'ALL', '--cap-add', 'CAP_DAC_OVERRIDE'] : ['--unshare-user'];

/**
 * A video of 8K takes 2 to 3 GB, more with many cores. What is shared with other programs, and what a thread only
 * reserves, does not count.
 */
const memoryLimit = () => Math.max(2 * 2 ** 30, Math.min(8 * 2 ** 30, totalmem() / 2));

/** No core file either: it would hold what the evidence shows. */
const limits = () => [`--data=${memoryLimit()}`, '--core=0'];

/**
 * @param bwrap absolute path of bubblewrap
 * @param prlimit that of util-linux; null where it is not there
 * @param more of bubblewrap's options
 */
export const bubblewrapCall = (bwrap: string, prlimit: string | null, ...more: string[]): string[] => [
  ...(prlimit === null ? [] : [prlimit, ...limits(), '--']),
  ...[bwrap, ...more],
];

/** From the start: once bubblewrap runs, a change of its priority would miss what it has started already. */
const calm = ['nice', '-n', String(constants.priority.PRIORITY_BELOW_NORMAL)];

/** The command line of a program in the sandbox. */
export function sandboxed(
  bwrap: readonly string[],
  program: string,
  args: readonly string[],
  { reads, writes, awaited }: SandboxOptions,
): [string, ...string[]] {
  const shown = (option: string, path: string) => [option, path, path];
  const [first, ...rest] = [...(awaited === true ? [] : calm), ...bwrap];
  return [
    first!,
    ...[...rest, '--unshare-net', '--unshare-pid', '--unshare-ipc', '--unshare-uts'],
    // If Exhibit is killed, or this process ends by cancelling, ffmpeg ends with it.
    ...['--die-with-parent', '--as-pid-1', ...rights()],
    ...libraries.flatMap((path) => shown('--ro-bind-try', path)),
    ...shown('--dev-bind-try', RANDOM),
    ...shown('--ro-bind', program),
    // The same name as in the program's arguments.
    ...(reads === undefined ? [] : shown('--ro-bind', argumentPath(resolve(reads)))),
    ...(writes === undefined ? [] : shown('--bind', resolve(writes))),
    ...['--remount-ro', '/', '--', program, ...args],
  ];
}

/** Bubblewrap's own words, before the program runs. It then exits with 1. */
export const isSandboxFault = (logLine: string) => logLine.startsWith('bwrap: ');

/** The cause is what bubblewrap said. */
export const sandboxFault = (logLine: string) =>
  new EngineError(
    'media/unreadable',
    `The sandbox of ffmpeg cannot be made for this file (${logLine}). Try again, or copy the file to another folder.`,
    { cause: new Error(logLine) },
  );

const crashes = ['SIGILL', 'SIGTRAP', 'SIGABRT', 'SIGBUS', 'SIGFPE', 'SIGKILL', 'SIGSEGV', 'SIGSYS'] as const;
const crashCodes = new Set<number>(crashes.map((name) => 128 + constants.signals[name]));

/** Bubblewrap gives a signal that killed the program as an exit code. ffmpeg itself never exits with these. */
export const exitCodeInSandbox = (code: number | null) =>
  code !== null && crashCodes.has(code) ? null : code;
