/**
 * Runs one ffmpeg or ffprobe as a child process without shell or terminal. It ends with its reader, at the abort
 * signal, or when it writes nothing for too long. Untrusted media is parsed only in this process.
 */
import { spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { EngineError } from '../../shared/errors.ts';
import { ffmpegMissing } from './ffmpeg-missing.ts';
import {
  exitCodeInSandbox,
  isSandboxFault,
  sandboxed,
  sandboxFault,
  type SandboxOptions,
} from './sandbox.ts';

/** A tool that writes nothing for this long hangs. Even slow decoding of 4K is far below this limit. */
const stallLimitMs = 60_000;
/** Nor does it get on if it finds so many faults, for this long, and no frame: a file can be made to waste time. */
const complaintLimit = 100_000;
const complaintLimitMs = 300_000;
/** The longest wait for a killed process to end; with a dead network drive it may never end. */
const endLimitMs = 800;
/** Longer log lines are cut; a hostile file may cause endless lines. */
const lineLimit = 16_384;

/** All that a program needs to be found and to start. Secrets of other programs are in the environment as well. */
const passedOn = [
  ...['PATH', 'LANG', 'LC_ALL', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH'],
  ...['SystemRoot', 'SYSTEMDRIVE', 'windir', 'TEMP', 'TMP'],
];

const environment = () => ({
  ...Object.fromEntries(passedOn.map((name) => [name, process.env[name]])),
  // Colour codes would break the log parser.
  AV_LOG_FORCE_NOCOLOR: '1',
  // A static build (ffmpeg-static on Linux) would load character converters of this system's C library, which is
  // another one than its own, and crash at the names in an MPEG transport stream. No folder, no converters.
  GCONV_PATH: '/nonexistent',
});

interface MediaProcessOptions extends SandboxOptions {
  signal?: AbortSignal | undefined;
  stallMs?: number;
  complaintMs?: number;
  /** Written to the tool's standard input, which is then closed. */
  input?: readonly Uint8Array[];
  /** Returns true for a line about a frame, which shows that the tool gets on. */
  onErrorLine?: (line: string) => unknown;
  /**
   * Called after the last log line. This can be before the end of the output, if the reader is slower than the tool.
   */
  onErrorEnd?: () => void;
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}

export class MediaProcess {
  readonly pid: number | undefined;
  /** Resolves with the exit code when output and log are closed; null if the process was killed. */
  readonly ended: Promise<number | null>;
  readonly #child;
  readonly #options: MediaProcessOptions;
  #failure: unknown = null;
  /** Whether it was ended by this class. */
  #killed = false;
  #sandboxFault: string | null = null;
  #lastActivity = Date.now();
  #lastProgress = Date.now();
  #complaints = 0;

  constructor(executable: string, args: readonly string[], options: MediaProcessOptions = {}) {
    options.signal?.throwIfAborted();
    this.#options = options;
    const { bwrap } = options;
    const [program, ...all] = bwrap ? sandboxed(bwrap, executable, args, options) : [executable, ...args];
    this.#child = spawn(program, all, {
      stdio: 'pipe',
      windowsHide: true,
      // Bubblewrap can be killed before it has bound what it started to its own life: all of them go as one group. It
      // is a session of its own too, so none of them has a terminal to type into.
      detached: Boolean(bwrap),
      env: environment(),
    });
    this.pid = this.#child.pid;
    if (options.awaited !== true && !bwrap) giveWay(this.pid);
    this.ended = new Promise((resolve) => {
      this.#child.once('close', (code, signal) => {
        if (!this.#killed && isEndedByOthers(code, signal)) this.#failure ??= endedByOthers();
        if (code === 1 && this.#sandboxFault !== null) this.#failure ??= sandboxFault(this.#sandboxFault);
        resolve(bwrap ? exitCodeInSandbox(code) : code);
      });
      this.#child.once('error', (cause) => {
        this.#failure = ffmpegMissing(`${executable} cannot be started.`, { cause });
        resolve(null);
      });
    });
    this.#readLog();
    this.#writeInput(options.input ?? []);
  }

  /**
   * The tool's standard output; a slow reader slows the tool down. Leaving the loop ends the process.
   * @throws the abort reason; EngineError media/timed-out if the tool writes nothing for too long, media/ffmpeg-missing,
   *   media/unreadable as `requireOwnEnd`
   */
  async *output(): AsyncGenerator<Buffer> {
    const { signal, stallMs = stallLimitMs } = this.#options;
    const onAbort = () => this.kill();
    signal?.addEventListener('abort', onAbort, { once: true });
    let waiting = true;
    this.#getsOn();
    const watch = setInterval(
      () => {
        if (!waiting) return;
        const message = this.#stallText(stallMs);
        if (message === null) return;
        this.#failure = new EngineError('media/timed-out', message);
        this.kill();
      },
      Math.min(stallMs / 4, 1000),
    );
    try {
      if (signal?.aborted) this.kill();
      for await (const chunk of this.#child.stdout) {
        waiting = false;
        yield chunk as Buffer;
        waiting = true;
        this.#getsOn();
      }
      await this.ended;
    } catch (error) {
      // Killing the process closes the stream while it is read. Then the reason for the kill counts.
      if (this.#failure === null && !signal?.aborted) throw error;
    } finally {
      clearInterval(watch);
      signal?.removeEventListener('abort', onAbort);
      await this.close();
    }
    signal?.throwIfAborted();
    if (this.#failure !== null) throw this.#failure;
  }

  /**
   * For whoever left the output before its end.
   * @throws EngineError media/unreadable if another program, or the system for lack of memory, ended the tool
   */
  async requireOwnEnd(): Promise<void> {
    await this.ended;
    if (this.#failure !== null) throw this.#failure;
  }

  /** Ends only this process. It writes only to our pipes, so a hard kill loses nothing. */
  kill(): void {
    const { pid, exitCode, signalCode } = this.#child;
    this.#killed ||= exitCode === null && signalCode === null;
    if (this.#options.bwrap && pid !== undefined && exitCode === null && signalCode === null) killGroup(pid);
    this.#child.kill('SIGKILL');
    this.#child.stdout.destroy();
    this.#child.stderr.destroy();
  }

  /** Kills the process if it still runs and waits for its end. */
  async close(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.kill();
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<void>((resolve) => (timer = setTimeout(resolve, endLimitMs)));
    await Promise.race([this.ended, limit]);
    clearTimeout(timer);
  }

  #writeInput(input: readonly Uint8Array[]): void {
    const { stdin } = this.#child;
    // The tool may stop reading early. Its exit code counts.
    stdin.on('error', () => undefined);
    for (const chunk of input) stdin.write(chunk);
    stdin.end();
  }

  #getsOn(): void {
    this.#lastActivity = this.#lastProgress = Date.now();
    this.#complaints = 0;
  }

  /** Why the tool is not waited for any longer; null while it works. */
  #stallText(stallMs: number): string | null {
    const now = Date.now();
    if (now - this.#lastActivity >= stallMs)
      return `ffmpeg did not respond for ${Math.round(stallMs / 1000)} s. Copy the file to a local disk and try again.`;
    const { complaintMs = complaintLimitMs } = this.#options;
    return this.#complaints >= complaintLimit && now - this.#lastProgress >= complaintMs
      ? `ffmpeg complained ${this.#complaints.toLocaleString('en-GB')} times about this file in ${Math.round(complaintMs / 1000)} s and found no frame: the file is damaged, or was made to waste time. Copy it again from its source.`
      : null;
  }

  #readLog(): void {
    let rest = '';
    this.#child.stderr.setEncoding('utf8');
    this.#child.stderr.on('data', (text: string) => {
      this.#lastActivity = Date.now();
      const lines = (rest + text).split('\n');
      rest = (lines.pop() ?? '').slice(0, lineLimit);
      for (const line of lines) {
        this.#complaints += 1;
        if (this.#options.bwrap && isSandboxFault(line)) this.#sandboxFault = line;
        if (this.#options.onErrorLine?.(line.slice(0, lineLimit)) === true) this.#getsOn();
      }
    });
    this.#child.stderr.on('close', () => {
      if (rest !== '') this.#options.onErrorLine?.(rest);
      this.#options.onErrorEnd?.();
    });
  }
}

/** Signals of people, of other programs and of a system without memory; what crashes gets others. */
const endingSignals = ['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP'] as const;
const endingCodes = new Set<number>(endingSignals.map((name) => 128 + constants.signals[name]));
/** Of an ffmpeg that is told to end: it writes what it has and says no more of it. */
const FFMPEG_TOLD_TO_END = 255;

/** Bubblewrap gives a signal as an exit code. */
const isEndedByOthers = (code: number | null, signal: NodeJS.Signals | null): boolean =>
  code === null
    ? endingSignals.some((name) => name === signal)
    : code === FFMPEG_TOLD_TO_END || endingCodes.has(code);

const endedByOthers = () =>
  new EngineError(
    'media/unreadable',
    'ffmpeg was ended before the end of this file: by another program, because the memory ran out, or because it gave up. Try again.',
  );

/** What a tool says of a file: titles and streams without end would fill the memory. */
const MAX_OUTPUT_BYTES = 64 * 2 ** 20;

/**
 * Runs a tool to its end and returns its complete standard output as text, with the last lines of its log.
 * @param options with `onOutput`, told of each piece of the output as it comes
 * @throws as {@link MediaProcess.output}; media/unsupported for more output than any file needs
 */
export async function runToEnd(
  executable: string,
  args: readonly string[],
  options: SandboxOptions &
    Pick<MediaProcessOptions, 'signal' | 'stallMs' | 'input'> & {
      onOutput?: ((text: string) => void) | undefined;
    } = {},
): Promise<{ code: number | null; output: string; log: string[] }> {
  const log: string[] = [];
  const onErrorLine = (line: string) => {
    if (log.push(line) > 50) log.shift();
  };
  const tool = new MediaProcess(executable, args, { ...options, onErrorLine });
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of tool.output()) {
    bytes += chunk.length;
    if (bytes > MAX_OUTPUT_BYTES) throw tooMuchSaid();
    chunks.push(chunk);
    options.onOutput?.(chunk.toString('utf8'));
  }
  return { code: await tool.ended, output: Buffer.concat(chunks).toString('utf8'), log };
}

const tooMuchSaid = () =>
  new EngineError(
    'media/unsupported',
    `The file describes itself in more than ${MAX_OUTPUT_BYTES / 2 ** 20} MB of text, which may have been made to fill the memory. Copy its video into a new file without metadata (ffmpeg -i FILE -map 0:v -map_metadata -1 -c copy COPY) and add that.`,
  );

/**
 * Gives ffmpeg a lower priority than inference. The threads of a network wait for the slowest one, so a thread that
 * loses its core to ffmpeg delays all.
 */
function giveWay(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // The process has ended already, or this system does not allow the change.
  }
}
