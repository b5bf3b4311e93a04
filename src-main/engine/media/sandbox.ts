/**
 * The sandbox of ffmpeg and ffprobe on Linux: no network, and of the file system only the input, the program and the
 * libraries of the system, which are read-only. It is made by bubblewrap (https://github.com/containers/bubblewrap) of
 * the kernel's namespaces. There is no /proc, /dev or temporary folder in it.
 */
import { constants } from 'node:os';
import { resolve } from 'node:path';
import { EngineError } from '../../shared/errors.ts';
import { argumentPath } from './path-bytes.ts';

export interface SandboxOptions {
  /** Absolute path of bubblewrap; left out or null, the program runs without a sandbox. */
  bwrap?: string | null;
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

/**
 * With namespaces of its own, root needs no user namespace, and keeps the one right to open what others own; the mounts
 * see to it that it is only read.
 */
const rights = () =>
  process.getuid?.() === 0 ? ['--cap-drop', 'ALL', '--cap-add', 'CAP_DAC_OVERRIDE'] : ['--unshare-user'];

/** The command line of a program in the sandbox. */
export function sandboxed(
  bwrap: string,
  program: string,
  args: readonly string[],
  { reads, writes }: SandboxOptions,
): [string, ...string[]] {
  const shown = (option: string, path: string) => [option, path, path];
  return [
    ...([bwrap, '--unshare-net', '--unshare-pid', '--unshare-ipc', '--unshare-uts'] as const),
    // If Exhibit is killed, or this process ends by cancelling, ffmpeg ends with it.
    ...['--die-with-parent', '--as-pid-1', ...rights()],
    ...libraries.flatMap((path) => shown('--ro-bind-try', path)),
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
