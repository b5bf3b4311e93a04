/**
 * The way from the app to the engine process: questions with a number, answers to them, events. When the
 * process ends by itself, what was asked is refused, and it is started again with the same case open.
 */
import { utilityProcess, type MessagePortMain, type UtilityProcess } from 'electron';
import type { Answer, Emit, EngineCommand, Events, Input, Output } from '../shared/contract.ts';
import { EngineError, reportOf } from '../shared/errors.ts';
import type { PrintPdf } from '../shared/case.ts';
import type { AppLog } from './app-log.ts';
import type { EngineReply, EngineRequest, EngineStart } from './engine-messages.ts';

export type AskEngine = <C extends EngineCommand>(command: C, input: Input<C>) => Promise<Output<C>>;

/** An engine that ends this often within the period will do so again. */
const RESTART_LIMIT = 3;
const RESTART_PERIOD_MS = 60_000;
/** Long enough to finish a write and end ffmpeg; a process that takes longer hangs. */
const CLOSE_LIMIT_MS = 5_000;

/** What the engine process needs of the app. */
interface EngineHost {
  emit: Emit<Events>;
  log: Pick<AppLog, 'note'>;
  printPdf: PrintPdf;
}

interface Pending {
  resolve(value: unknown): void;
  reject(error: EngineError): void;
}

export class EngineClient {
  readonly #modulePath: string;
  readonly #start: EngineStart;
  readonly #host: EngineHost;
  readonly #pending = new Map<number, Pending>();
  #process: UtilityProcess | null = null;
  #lastId = 0;
  #closing = false;
  #openCase: string | null = null;
  #stops: number[] = [];

  /** @param modulePath the bundled engine-process.js */
  constructor(modulePath: string, start: EngineStart, host: EngineHost) {
    this.#modulePath = modulePath;
    this.#start = start;
    this.#host = host;
  }

  start(): void {
    const child = utilityProcess.fork(this.#modulePath, [JSON.stringify(this.#start)], {
      serviceName: 'Exhibit engine',
    });
    child.on('message', (message: EngineReply) => this.#receive(message));
    child.on('exit', (code) => this.#ended(code));
    this.#process = child;
  }

  /** @throws EngineError with the engine's own code, or app/engine-stopped when it ended meanwhile */
  ask: AskEngine = async (command, input) => {
    const value = await new Promise<unknown>((resolve, reject) => {
      const id = ++this.#lastId;
      if (!this.#process) return reject(stopped());
      this.#pending.set(id, { resolve, reject });
      this.#send({ kind: 'ask', id, command, input });
    });
    return value as Output<typeof command>;
  };

  /** Gives the engine its end of the way of frames. */
  connectFrames(port: MessagePortMain): void {
    this.#process?.postMessage({ kind: 'frames' } satisfies EngineRequest, [port]);
  }

  /** Lets the engine finish its writes and close the case. */
  async close(): Promise<void> {
    const child = this.#process;
    if (!child) return;
    this.#closing = true;
    await new Promise<void>((done) => {
      const timer = setTimeout(() => child.kill(), CLOSE_LIMIT_MS);
      child.once('exit', () => {
        clearTimeout(timer);
        done();
      });
      this.#send({ kind: 'close' });
    });
  }

  #send(request: EngineRequest): void {
    this.#process?.postMessage(request);
  }

  #receive(message: EngineReply): void {
    if (message.kind === 'event') {
      if (message.name === 'case:changed') this.#openCase = message.payload?.path ?? null;
      this.#host.emit(message.name, message.payload);
      return;
    }
    if (message.kind === 'failure') {
      this.#host.log.note(`${message.event}: ${message.text}`);
      return;
    }
    if (message.kind === 'print') {
      void this.#print(message.id, message.html);
      return;
    }
    const pending = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    const answer: Answer<unknown> = message.answer;
    if (answer.ok) pending?.resolve(answer.value);
    else pending?.reject(new EngineError(answer.error.code, answer.error.message));
  }

  async #print(id: number, html: string): Promise<void> {
    const answer = await this.#host.printPdf(html).then(
      (value): Answer<Uint8Array> => ({ ok: true, value }),
      (error: unknown): Answer<Uint8Array> => ({ ok: false, error: reportOf(error) }),
    );
    this.#send({ kind: 'printed', id, answer });
  }

  #ended(code: number): void {
    this.#process = null;
    for (const { reject } of this.#pending.values()) reject(stopped());
    this.#pending.clear();
    if (this.#closing) return;
    this.#host.log.note(`the engine process ended by itself, code ${code}`);
    const now = Date.now();
    this.#stops = [...this.#stops.filter((at) => now - at < RESTART_PERIOD_MS), now];
    if (this.#stops.length > RESTART_LIMIT) {
      this.#host.emit('engine:stopped', {
        message: `The engine keeps ending (code ${code}). Start Exhibit again.`,
      });
      return;
    }
    this.#host.emit('engine:stopped', {
      message: `The engine ended by itself (code ${code}) and is started again. What was finished is saved.`,
    });
    this.start();
    void this.#reopen();
  }

  /** The engine announces the case as it opens it again. */
  async #reopen(): Promise<void> {
    const path = this.#openCase;
    try {
      if (path !== null) await this.ask('case:open', { path });
    } catch (error) {
      // Ended again: the next start opens it.
      if (reportOf(error).code === 'app/engine-stopped') return;
      this.#openCase = null;
      this.#host.emit('case:changed', null);
    }
    this.#host.emit('engine:ready', null);
  }
}

const stopped = () =>
  new EngineError('app/engine-stopped', 'The engine ended while it worked on this. Try again in a moment.');
