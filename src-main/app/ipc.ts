/** The gate between page and app: who asks, and whether what is asked has the contract's form. */
import { ipcMain, type IpcMainEvent, type IpcMainInvokeEvent } from 'electron';
import {
  appCommands,
  commands,
  type Answer,
  type AppCommand,
  type Command,
  type EngineCommand,
  type Handlers,
  type Input,
  type Output,
} from '../shared/contract.ts';
import { droppedChannel } from '../shared/dropped-channel.ts';
import { EngineError, reportOf } from '../shared/errors.ts';
import type { Log } from '../shared/log.ts';
import type { AskEngine } from './engine-client.ts';
import type { GrantedPaths } from './granted-paths.ts';
import { parseInput } from './parse-input.ts';
import { isPage } from './security.ts';

export interface Desk {
  app: Handlers<AppCommand>;
  engine: AskEngine;
  granted: GrantedPaths;
  log: Log;
}

/** Of the engine's, those that the app asks itself, after a question of its own: the page may not. */
const ownCommands: readonly Command[] = ['case:store-sign-off'];

/** Answers the commands of the contract that are meant for the page, and no other. */
export function answerCommands(desk: Desk): void {
  for (const command of Object.keys(commands) as Command[]) {
    if (ownCommands.includes(command)) continue;
    ipcMain.handle(command, (event, input: unknown) => answer(desk, event, command, input));
  }
  ipcMain.on(droppedChannel, (event, paths: unknown) => {
    if (!isFromPage(event) || !Array.isArray(paths)) return;
    for (const path of paths) {
      if (typeof path !== 'string') continue;
      desk.granted.grant('case:open', path);
      desk.granted.grant('evidence:add', path);
    }
  });
}

async function answer(
  desk: Desk,
  event: IpcMainInvokeEvent,
  command: Command,
  input: unknown,
): Promise<Answer<unknown>> {
  try {
    checkSender(event);
    return { ok: true, value: await dispatch(desk, command, parseInput(command, input)) };
  } catch (error) {
    // What the engine refused stands in the log already, as its own process tells it.
    if (isAppCommand(command)) desk.log(command, error);
    return { ok: false, error: reportOf(error) };
  }
}

const isFromPage = ({ senderFrame, sender }: IpcMainEvent | IpcMainInvokeEvent): boolean =>
  senderFrame !== null && senderFrame === sender.mainFrame && isPage(senderFrame.url);

function checkSender(event: IpcMainInvokeEvent): void {
  if (isFromPage(event)) return;
  throw new EngineError('app/bad-message', 'Only the page of Exhibit may ask this.');
}

function dispatch<C extends Command>(desk: Desk, command: C, input: Input<C>): Promise<Output<Command>> {
  if (isAppCommand(command)) return callApp(desk.app, command, input as Input<AppCommand>);
  return callEngine(desk, command as EngineCommand, input as Input<EngineCommand>);
}

function callApp<C extends AppCommand>(handlers: Handlers<AppCommand>, command: C, input: Input<C>) {
  return handlers[command](input);
}

async function callEngine<C extends EngineCommand>(desk: Desk, command: C, input: Input<C>) {
  desk.granted.check(command, input);
  return desk.engine(command, input);
}

const isAppCommand = (command: Command): command is AppCommand => command in appCommands;
