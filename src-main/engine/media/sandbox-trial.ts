/** Checks a decoder in the sandbox in which it will read evidence; where that does not work, without one, and says why. */
import type { DecoderReport, SandboxReport } from '../../shared/domain.ts';
import { EngineError } from '../../shared/errors.ts';
import { checkDecoder } from './decoder-check.ts';
import type { FfmpegPair } from './ffmpeg.ts';
import { runToEnd } from './media-process.ts';
import { onPath } from './on-path.ts';
import { bubblewrapCall } from './sandbox.ts';

type Checked = Pick<DecoderReport, 'sha256' | 'check'> &
  Pick<FfmpegPair, 'bwrap'> & { sandbox: SandboxReport };

/**
 * @param source the decoder as people know it
 * @param clips folder of the built-in clips
 * @throws EngineError as checkDecoder, for a decoder that fails without a sandbox too
 */
export async function checkInSandbox(
  pair: Omit<FfmpegPair, 'bwrap'>,
  source: string,
  clips: string,
  signal?: AbortSignal,
): Promise<Checked> {
  const check = (bwrap: readonly string[] | null) => checkDecoder({ ...pair, bwrap }, source, clips, signal);
  const program = process.platform === 'linux' ? await onPath('bwrap') : null;
  if (program === null) {
    const why = process.platform === 'linux' ? 'bubblewrap is not installed' : 'there is one on Linux only';
    return { ...(await check(null)), bwrap: null, sandbox: { held: false, why } };
  }
  const bwrap = await callOf(program, signal);
  const within = async (held: readonly string[]): Promise<Checked> => ({
    ...{ ...(await check(held)), bwrap: held },
    sandbox: { held: true, by: await nameOf(program, signal) },
  });
  try {
    return await within(bwrap);
  } catch (error) {
    requireRefused(error);
  }
  const fault = await faultOf(pair, bwrap, signal);
  if (fault === null) {
    // What made it fail has passed, such as a machine that was busy or out of memory.
    try {
      return await within(bwrap);
    } catch (error) {
      requireRefused(error);
    }
  }
  const why = fault ?? 'the decoder reads the test clips wrongly in it';
  return { ...(await check(null)), bwrap: null, sandbox: { held: false, why } };
}

function requireRefused(error: unknown): void {
  if (!(error instanceof EngineError && error.code === 'media/decoder-refused')) throw error;
}

/**
 * From version 0.8 on bubblewrap can take from the program the right to make namespaces of its own, in which it would
 * have more of the kernel to attack. It needs a user namespace, which root does without.
 */
async function callOf(program: string, signal?: AbortSignal): Promise<readonly string[]> {
  const prlimit = await onPath('prlimit');
  const plain = bubblewrapCall(program, prlimit);
  if (process.getuid?.() === 0) return plain;
  const strict = bubblewrapCall(program, prlimit, '--disable-userns');
  const isHeld = await runToEnd(program, ['--version'], { signal, bwrap: strict }).then(
    ({ code }) => code === 0,
    (error: unknown) => {
      signal?.throwIfAborted();
      if (error instanceof EngineError) return false;
      throw error;
    },
  );
  return isHeld ? strict : plain;
}

/** Such as "bubblewrap 0.8.0". */
async function nameOf(bwrap: string, signal?: AbortSignal): Promise<string> {
  return (await runToEnd(bwrap, ['--version'], { signal })).output.trim();
}

/** Why a program does not start in the sandbox; null where each does. */
async function faultOf(
  { ffmpeg, ffprobe }: Pick<FfmpegPair, 'ffmpeg' | 'ffprobe'>,
  bwrap: readonly string[],
  signal?: AbortSignal,
): Promise<string | null> {
  for (const program of [ffmpeg, ffprobe]) {
    try {
      const { code, log } = await runToEnd(program, ['-version'], { signal, bwrap });
      if (code !== 0) return log.at(-1) ?? `${program} does not run in it`;
    } catch (error) {
      if (!(error instanceof EngineError && error.cause instanceof Error)) throw error;
      return error.cause.message;
    }
  }
  return null;
}
