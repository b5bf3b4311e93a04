/**
 * Runs one ffmpeg or ffprobe as a child process: no shell, no terminal, ended with its reader, with the
 * abort signal, or when it falls silent. Untrusted media is only ever parsed in there.
 */
import { spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { EngineError } from '../../shared/errors.ts';
import { ffmpegMissing } from './ffmpeg-missing.ts';

/** A tool that says nothing for this long while we wait for it hangs; slow decoding of 4K stays far below. */
export const stallLimitMs = 60_000;
/** A killed process that does not end (a dead network drive) is not waited for longer than this. */
const endLimitMs = 800;
/** A log line longer than this is cut; a hostile file may write lines without an end. */
const lineLimit = 16_384;

const environment = {
  // It would write a log next to the evidence.
  FFREPORT: undefined,
  // Colour codes would break the log parser.
  AV_LOG_FORCE_COLOR: undefined,
  AV_LOG_FORCE_NOCOLOR: '1',
  // A static build (ffmpeg-static on Linux) would load character converters of this system's C library, which is
  // another one than its own, and crash at the names in an MPEG transport stream. No folder, no converters.
  GCONV_PATH: '/nonexistent',
};

export interface MediaProcessOptions {
  signal?: AbortSignal | undefined;
  stallMs?: number;
  /** Written to the tool's standard input, which then ends. */
  input?: readonly Uint8Array[];
  onErrorLine?: (line: string) => void;
  /** No line follows; comes before the end of the output when the reader is slower than the tool. */
  onErrorEnd?: () => void;
}

export class MediaProcess {
  readonly pid: number | undefined;
  /** Resolves with the exit code once output and log are closed; null when the process was killed. */
  readonly ended: Promise<number | null>;
  readonly #child;
  readonly #options: MediaProcessOptions;
  #failure: unknown = null;
  #lastActivity = Date.now();

  constructor(executable: string, args: readonly string[], options: MediaProcessOptions = {}) {
    options.signal?.throwIfAborted();
    this.#options = options;
    this.#child = spawn(executable, args, {
      stdio: 'pipe',
      windowsHide: true,
      env: { ...process.env, ...environment },
    });
    this.pid = this.#child.pid;
    giveWay(this.pid);
    this.ended = new Promise((resolve) => {
      this.#child.once('close', (code) => resolve(code));
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
   * @throws the abort reason; EngineError media/timed-out when the tool falls silent, media/ffmpeg-missing
   */
  async *output(): AsyncGenerator<Buffer> {
    const { signal, stallMs = stallLimitMs } = this.#options;
    const onAbort = () => this.kill();
    signal?.addEventListener('abort', onAbort, { once: true });
    let waiting = true;
    this.#lastActivity = Date.now();
    const watch = setInterval(
      () => {
        if (!waiting || Date.now() - this.#lastActivity < stallMs) return;
        const seconds = Math.round(stallMs / 1000);
        const message = `ffmpeg gave no sign of life for ${seconds} s; copy the file to a local disk and try again`;
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
        this.#lastActivity = Date.now();
      }
      await this.ended;
    } catch (error) {
      // Killing closes the stream under its reader; what counts then is why it was killed.
      if (this.#failure === null && !signal?.aborted) throw error;
    } finally {
      clearInterval(watch);
      signal?.removeEventListener('abort', onAbort);
      await this.close();
    }
    signal?.throwIfAborted();
    if (this.#failure !== null) throw this.#failure;
  }

  /** Ends this process and no other. It writes nothing but our pipes, so nothing is lost by a hard kill. */
  kill(): void {
    this.#child.kill('SIGKILL');
    this.#child.stdout.destroy();
    this.#child.stderr.destroy();
  }

  /** Kills the process if it still runs and waits until it is gone. */
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
    // The tool may have what it needs before it has read everything; how it ends is what counts.
    stdin.on('error', () => undefined);
    for (const chunk of input) stdin.write(chunk);
    stdin.end();
  }

  #readLog(): void {
    let rest = '';
    this.#child.stderr.setEncoding('utf8');
    this.#child.stderr.on('data', (text: string) => {
      this.#lastActivity = Date.now();
      const lines = (rest + text).split('\n');
      rest = (lines.pop() ?? '').slice(0, lineLimit);
      for (const line of lines) this.#options.onErrorLine?.(line.slice(0, lineLimit));
    });
    this.#child.stderr.on('close', () => {
      if (rest !== '') this.#options.onErrorLine?.(rest);
      this.#options.onErrorEnd?.();
    });
  }
}

/**
 * Runs a tool to its end and returns its whole standard output as text, with the log's last lines.
 * @throws as {@link MediaProcess.output}
 */
export async function runToEnd(
  executable: string,
  args: readonly string[],
  options: Pick<MediaProcessOptions, 'signal' | 'stallMs' | 'input'> = {},
): Promise<{ code: number | null; output: string; log: string[] }> {
  const log: string[] = [];
  const onErrorLine = (line: string) => {
    if (log.push(line) > 50) log.shift();
  };
  const tool = new MediaProcess(executable, args, { ...options, onErrorLine });
  const chunks: Buffer[] = [];
  for await (const chunk of tool.output()) chunks.push(chunk);
  return { code: await tool.ended, output: Buffer.concat(chunks).toString('utf8'), log };
}

/**
 * Decoding fills the gaps that inference leaves: a net's threads wait for the slowest of them, so one that loses
 * its core to ffmpeg holds up all.
 */
function giveWay(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It has ended already, or this system allows no such change; then it runs as it is.
  }
}
