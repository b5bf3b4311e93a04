import type { ParseArgsOptionsConfig } from 'node:util';
import type { Installation } from './installation.ts';

/** 3 tells a script that the run finished but some videos failed; each is named with its code. */
export const exit = { ok: 0, failed: 1, usage: 2, someFailed: 3, interrupted: 130 } as const;

export interface CliInput extends Installation {
  values: Record<string, string | boolean | (string | boolean)[] | undefined>;
  positionals: string[];
  /** Aborted by Ctrl-C. */
  signal: AbortSignal;
}

export interface CliCommand {
  summary: string;
  usage: string;
  options: ParseArgsOptionsConfig;
  /** @returns the exit code */
  run(input: CliInput): Promise<number>;
}
