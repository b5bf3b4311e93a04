/** What every command of the command line works with. */
import { Option, type Command } from 'commander';
import { createEngine, type Engine, type EngineOptions } from '../engine/engine.ts';
import type { Installation } from './installation.ts';

/** 3 tells a script that the run finished, but some videos failed; each is listed with its code. */
export const exit = { ok: 0, failed: 1, usage: 2, someFailed: 3, interrupted: 130 } as const;

export interface Call extends Installation {
  /** Aborted by Ctrl-C. */
  signal: AbortSignal;
}

/** Adds a command, with its subcommands, to the program. */
export type AddCommand = (program: Command, call: Call) => void;

/** Ends with that code. If the reader of the output left early, its code stays. */
export function endWith(code: number): void {
  if (code !== exit.ok) process.exitCode = code;
}

/** What a command does with an engine; it may give an exit code. */
type Work<Given extends unknown[]> = (
  engine: Engine,
  ...given: Given
) => Promise<number | void> | number | void;

/** Works on an engine of its own. */
export async function onEngine(
  call: Call,
  options: Pick<EngineOptions, 'provider' | 'labFile'>,
  work: Work<[]>,
): Promise<void> {
  const engine = createEngine({ ...call, ...options });
  try {
    endWith((await work(engine)) ?? exit.ok);
  } finally {
    await engine.close();
  }
}

/** A command that has commands: its help shows the options of each as well. */
export function addGroup(program: Command, name: string, description: string): Command {
  const group = program.command(name).description(description).configureHelp({ showGlobalOptions: true });
  return group.addHelpText('after', () => group.commands.map(optionsHelp).join(''));
}

function optionsHelp(command: Command): string {
  const help = command.createHelp();
  help.helpWidth = process.stdout.columns ?? 120;
  const terms = command.options.map((option) => help.optionTerm(option));
  const width = Math.max(...terms.map((term) => term.length));
  const lines = command.options.map((option, index) =>
    help.formatItem(terms[index]!, width, help.optionDescription(option), help),
  );
  return lines.length === 0 ? '' : `\n${command.name()}:\n${lines.join('\n')}\n`;
}

/** A group of commands in the lab, and what makes the action of each. */
export function addLabGroup(program: Command, call: Call, name: string, description: string) {
  const group = addGroup(program, name, description).addOption(
    new Option('--lab <file>', 'the lab file (default: lab.sqlite in the settings folder)'),
  );
  const act =
    <Given extends unknown[]>(work: Work<Given>) =>
    (...given: Given): Promise<void> => {
      const { lab: labFile } = group.opts<{ lab?: string }>();
      return onEngine(call, { provider: 'cpu', labFile }, (engine) => work(engine, ...given));
    };
  return { group, act };
}
