/** What app and engine process say to each other. */
import type { Answer, EngineCommand, Events, Input } from '../shared/contract.ts';

export interface EngineStart {
  /** The folder that holds models/ and resources/. */
  resources: string;
  settingsFolder: string;
  version: string;
}

export type EngineRequest =
  { kind: 'ask'; id: number; command: EngineCommand; input: Input<EngineCommand> } | { kind: 'close' };

export type EngineReply =
  | { kind: 'answer'; id: number; answer: Answer<unknown> }
  | { kind: 'event'; name: keyof Events; payload: Events[keyof Events] };
