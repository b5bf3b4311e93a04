/** What app and engine process say to each other. */
import type { EngineEvent, EngineOptions } from '../engine/engine.ts';
import type { Answer, EngineCommand, Input } from '../shared/contract.ts';

export type EngineStart = Pick<EngineOptions, 'resources' | 'settingsFolder' | 'version' | 'scripts'>;

export type EngineRequest =
  | { kind: 'ask'; id: number; command: EngineCommand; input: Input<EngineCommand> }
  /** With the engine's end of the way of frames. */
  | { kind: 'frames' }
  | { kind: 'printed'; id: number; answer: Answer<Uint8Array> }
  | { kind: 'close' };

export type EngineReply =
  | { kind: 'answer'; id: number; answer: Answer<unknown> }
  | ({ kind: 'event' } & EngineEvent)
  /** Asks for a PDF of this HTML. */
  | { kind: 'print'; id: number; html: string }
  /** An error as text: on its way between processes it would lose its code and cause. */
  | { kind: 'failure'; event: string; text: string };
